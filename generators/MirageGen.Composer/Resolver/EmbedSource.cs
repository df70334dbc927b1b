using System.Linq;
using MirageGen.Composer.Diagnostics;
using MirageGen.Composer.Model;
using MirageGen.Composer.Parser;

namespace MirageGen.Composer.Resolver;

/// <summary>Finds the content of embedded directories.</summary>
internal sealed class EmbedSource(Catalog catalog, BackendModel backend)
{
    /// <summary>The device that serves a directory.</summary>
    public static readonly TypeName Store = new("global::MirageGen.Storage.EmbeddedStore", "EmbeddedStore");

    /// <summary>
    /// On a target that only tests compose, a directory is a reader like any other, named after it, so that a test
    /// fills in the files it wants.
    /// </summary>
    public bool IsSimulated => !backend.HasRun;

    public EmbedEntry? Find(string directory, string parameter, out Fault? fault)
    {
        var name = directory.TrimEnd('/');
        var entry = catalog.Embedded.Entries.FirstOrDefault(e => e.Directory.TrimEnd('/') == name);
        var reason = entry switch
        {
            _ when !catalog.Embedded.IsPresent =>
                $"the build gave no {EmbedParser.TableName}; MirageGen.Sdk packs directories and makes it",
            null => $"the build packed no directory '{directory}'; it must exist below the project's folder, and be named by a plain literal",
            _ when !catalog.HasEmbeddedStore => "the library MirageGen.Storage, which serves embedded files, is not referenced",
            _ => null,
        };
        fault = reason is null ? null : Faults.EmbedWrong(parameter, reason);
        return reason is null ? entry : null;
    }
}
