using System.IO.Compression;
using Microsoft.Build.Framework;

namespace GrpcSdk.Build;

/// <summary>Writes the project's schema as it is now to the image file that later builds are compared with.</summary>
public sealed class UpdateProtoBaseline : ProtoTask
{
    /// <summary>The image file, with a binary extension (.binpb, .bin, .pb), also with .gz.</summary>
    [Required]
    public string Baseline { get; set; } = "";

    private protected override void Execute(IReadOnlyList<ProtoSet> sets, Protoc protoc, BuildReport report)
    {
        var target = new BaselineSource(Baseline, FullPath(Baseline));
        if (!target.IsWritable)
        {
            report.BaselineIsNotWritable(Baseline);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target.FullPath)!);
        var images = new List<byte[]>();
        foreach (var set in sets)
        {
            var binary = AtomicFile.UniquePath(target.FullPath);
            var result = protoc.Run(set, Protoc.ForBaseline, binary);
            if (!result.Succeeded)
            {
                report.ProtosDoNotCompile(result.Errors);
                return;
            }

            images.Add(File.ReadAllBytes(binary));
            File.Delete(binary);
        }

        var image = DescriptorSetWire.Merge(images);
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
