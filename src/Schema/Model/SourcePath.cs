namespace GrpcSdk.Schema.Model;

/// <summary>
/// Field numbers of <c>descriptor.proto</c> as they occur in <c>SourceCodeInfo</c> paths, and what one does with paths.
/// </summary>
internal static class SourcePath
{
    /// <summary>Numbers of FileDescriptorProto.</summary>
    public static class File
    {
        public const int Package = 2;
        public const int Dependency = 3;
        public const int Message = 4;
        public const int Enum = 5;
        public const int Service = 6;
        public const int Extension = 7;
        public const int Options = 8;
        public const int Syntax = 12;
    }

    /// <summary>Numbers of DescriptorProto.</summary>
    public static class Message
    {
        public const int Field = 2;
        public const int NestedType = 3;
        public const int Enum = 4;
        public const int Extension = 6;
        public const int Options = 7;
        public const int Oneof = 8;
    }

    /// <summary>Numbers of FieldDescriptorProto.</summary>
    public static class Field
    {
        public const int Number = 3;
        public const int Type = 5;
        public const int TypeName = 6;
        public const int DefaultValue = 7;
        public const int Options = 8;
        public const int JsonName = 10;
    }

    /// <summary>Numbers of EnumDescriptorProto and EnumValueDescriptorProto.</summary>
    public static class Enum
    {
        public const int Value = 2;
        public const int Options = 3;
        public const int ValueNumber = 2;
    }

    /// <summary>Numbers of ServiceDescriptorProto and MethodDescriptorProto.</summary>
    public static class Service
    {
        public const int Method = 2;
        public const int MethodInput = 2;
        public const int MethodOutput = 3;
        public const int MethodOptions = 4;
    }

    /// <summary>The number of <c>name</c>: the same in every descriptor.</summary>
    public const int Name = 1;

    /// <summary>The path with more numbers behind it.</summary>
    public static int[] Append(int[] path, params int[] tail)
    {
        var result = new int[path.Length + tail.Length];
        path.CopyTo(result, 0);
        tail.CopyTo(result, path.Length);
        return result;
    }

    /// <summary>The path of the <c>extend</c> blocks around an extension or a part of one; <see langword="null"/> for other paths.</summary>
    public static int[]? ExtendBlockOf(int[] path)
    {
        var depth = 0;
        while (depth + 1 < path.Length && path[depth] == (depth == 0 ? File.Message : Message.NestedType))
        {
            depth += 2;
        }

        return depth + 1 < path.Length && path[depth] == (depth == 0 ? File.Extension : Message.Extension)
            ? path.AsSpan(0, depth + 1).ToArray()
            : null;
    }
}
