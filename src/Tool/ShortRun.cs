namespace GrpcSdk.Tool;

/// <summary>Memory management of a program that runs for a second.</summary>
internal static class ShortRun
{
    private const long MostMemory = 1L << 30;
    private const int ShareOfMachine = 4;

    /// <summary>
    /// Most of what a run allocates lives until its end: a collection in between would copy all of it to free little.
    /// None happens before a gigabyte, or a quarter of the memory that the process may use, is full.
    /// </summary>
    public static void KeepGarbage()
    {
        try
        {
            GC.TryStartNoGCRegion(Math.Min(MostMemory, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / ShareOfMachine));
        }
        catch (ArgumentOutOfRangeException)
        {
            // More than this runtime's heap can promise: then it collects as usual.
        }
    }
}
