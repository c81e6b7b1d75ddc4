using System.IO.Compression;
using GrpcSdk.Shared;
using Microsoft.Build.Framework;

namespace GrpcSdk.Build;

/// <summary>Writes the project's schema as it is now to the image file that later builds are compared with.</summary>
public sealed class UpdateProtoBaseline : ProtoTask
{
    /// <summary>The image file, with a binary extension (.binpb, .bin, .pb), also with .gz.</summary>
    public string Baseline { get; set; } = "";

    private protected override void Execute(IReadOnlyList<ProtoSet> sets, Protoc protoc, BuildReport report)
    {
        var target = BaselineSource.Of(Baseline, ProjectDirectory);
        if (!target.IsWritable)
        {
            report.BaselineIsNotWritable(Baseline);
            return;
        }

        if (sets.All(set => set.Files.Count == 0))
        {
            report.NothingToWrite(target.FullPath);
            return;
        }

        if (PreviousSchemas.HasAmbiguousName(sets, out var files))
        {
            report.NamesAreAmbiguous(files[0].FullPath, files[1].FullPath);
            return;
        }

        try
        {
            Write(target, sets, protoc, report);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            report.BaselineCannotBeWritten(target.FullPath, exception.Message);
        }
    }

    private void Write(BaselineSource target, IReadOnlyList<ProtoSet> sets, Protoc protoc, BuildReport report)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target.FullPath)!);
        var images = new List<byte[]>();
        foreach (var set in sets)
        {
            var binary = AtomicFile.UniquePath(target.FullPath);
            try
            {
                var result = protoc.Run(set, Protoc.ForBaseline, binary);
                if (!result.Succeeded)
                {
                    report.ProtosDoNotCompile(result.Errors);
                    return;
                }

                images.Add(File.ReadAllBytes(binary));
            }
            finally
            {
                File.Delete(binary);
            }
        }

        // As buf build does it: what is only imported says so.
        var image = DescriptorSetWire.MarkImports(DescriptorSetWire.Merge(images), new HashSet<string>(sets.SelectMany(set => set.Files).Select(file => file.Name), StringComparer.Ordinal));
        Write(target, image);
        Log.LogMessage(MessageImportance.High, "{0}: {1} files, {2} bytes", target.FullPath, DescriptorSetWire.Names(image).Count, image.Length);
    }

    private static void Write(BaselineSource target, byte[] image)
    {
        using var file = File.Create(target.FullPath);
        if (!target.IsGzipped)
        {
            file.Write(image, 0, image.Length);
            return;
        }

        using var gzip = new GZipStream(file, CompressionLevel.Optimal);
        gzip.Write(image, 0, image.Length);
    }
}
