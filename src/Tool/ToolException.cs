namespace GrpcSdk.Tool;

/// <summary>Something that the user can mend. The message says what, where and what to do; it is printed without a stack.</summary>
internal sealed class ToolException(string message) : Exception(message);
