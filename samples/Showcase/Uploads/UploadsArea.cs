// What the uploads need in the container.

using Microsoft.EntityFrameworkCore;
using Showcase.Data;

namespace Showcase.Uploads;

internal static class UploadsArea
{
    /// <summary>The setting that says where uploads are kept: a folder that all replicas share. Without it, beside the database file.</summary>
    public const string FolderSetting = "Uploads:Folder";

    /// <param name="services">The services of the host.</param>
    /// <param name="folder">Where the files are kept.</param>
    public static IServiceCollection AddUploads(this IServiceCollection services, string folder)
    {
        Directory.CreateDirectory(folder);
        return services.AddSingleton(provider => new UploadStore(
            folder,
            provider.GetRequiredService<IDbContextFactory<ShowcaseDb>>(),
            provider.GetRequiredService<TimeProvider>()));
    }
}
