// The showcase host; `-- tour` will walk through it.
return 0;
