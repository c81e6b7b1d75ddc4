namespace GrpcSdk.Schema;

/// <summary>
/// A place in a <c>.proto</c> file as protoc writes it in <c>SourceCodeInfo</c>: lines and columns are 0-based, the end
/// is exclusive, columns count UTF-8 bytes and a tab runs to the next multiple of eight.
/// <see cref="Text.ProtoText"/> turns it into characters.
/// </summary>
public readonly record struct SchemaSpan(int StartLine, int StartColumn, int EndLine, int EndColumn);
