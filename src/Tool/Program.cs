// The grpcsdk command line.
return 0;
