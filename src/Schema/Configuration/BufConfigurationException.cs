namespace GrpcSdk.Schema;

/// <summary>A <c>buf.yaml</c> that cannot be used. The message says what to change.</summary>
public sealed class BufConfigurationException : Exception
{
    /// <summary>Creates the exception.</summary>
    public BufConfigurationException(string message, int line, int column)
        : base(message)
    {
        Line = line;
        Column = column;
    }

    /// <summary>The 0-based line of the text that is wrong.</summary>
    public int Line { get; }

    /// <summary>The 0-based column, in characters.</summary>
    public int Column { get; }
}
