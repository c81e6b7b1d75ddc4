namespace GrpcSdk.Schema;

/// <summary>The bytes are not a descriptor set that can be checked. The message says what is wrong with them.</summary>
public sealed class SchemaImageException : Exception
{
    /// <summary>Creates the exception.</summary>
    public SchemaImageException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with the parser's own.</summary>
    public SchemaImageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
