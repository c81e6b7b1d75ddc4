// Lines that a fix adds end as the lines of the document do, whatever the formatter would write on this machine.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Formatting;

namespace GrpcSdk.CodeFixes.Common;

internal static class LineEndings
{
    /// <summary>The changed document, laid out, with the line ends of the original where those are all the same.</summary>
    public static async Task<Document> KeepAsync(Document original, Document changed, CancellationToken cancellation)
    {
        var formatted = await Formatter.FormatAsync(changed, Formatter.Annotation, cancellationToken: cancellation).ConfigureAwait(false);
        formatted = await Formatter.FormatAsync(formatted, SyntaxAnnotation.ElasticAnnotation, cancellationToken: cancellation).ConfigureAwait(false);
        if (await OfAsync(original, cancellation).ConfigureAwait(false) is not { } lineEnd || await formatted.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root)
        {
            return formatted;
        }

        var others = root.DescendantTrivia(descendIntoTrivia: true).Where(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia) && trivia.ToString() != lineEnd);
        return formatted.WithSyntaxRoot(root.ReplaceTrivia(others, (_, _) => SyntaxFactory.EndOfLine(lineEnd)));
    }

    /// <summary>How every line of the document ends, or null when they differ or there is one line only.</summary>
    private static async Task<string?> OfAsync(Document document, CancellationToken cancellation)
    {
        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        var ends = text.Lines.Select(line => text.ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(line.End, line.EndIncludingLineBreak))).Where(end => end.Length > 0).Distinct().Take(2).ToArray();
        return ends is [var only] ? only : null;
    }
}
