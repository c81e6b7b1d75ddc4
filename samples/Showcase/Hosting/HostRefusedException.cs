// The host does not start with these settings; the message says which, why, and what to do.

namespace Showcase.Hosting;

internal sealed class HostRefusedException(string message) : Exception(message);
