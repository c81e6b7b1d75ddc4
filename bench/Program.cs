// Benchmarks; one folder a capability.
return 0;
