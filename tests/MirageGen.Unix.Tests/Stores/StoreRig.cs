using System.Text;
using MirageGen.Unix.Storage;

namespace MirageGen.Unix.Tests;

/// <summary>A store on a directory made for one test, with another directory beside it that it must never touch.</summary>
internal sealed class StoreRig
{
    private StoreRig(TreeKind kind, string top)
    {
        Root = Path.Combine(top, "root");
        Outside = Path.Combine(top, "outside");
        _ = Directory.CreateDirectory(Root);
        _ = Directory.CreateDirectory(Outside);
        File.WriteAllText(Path.Combine(Outside, "secret"), "secret");
        Store = new DirectoryStore(kind == TreeKind.Linux ? LinuxFileTree.Open(Root) : new PortableFileTree(Root));
    }

    public string Root { get; }

    public string Outside { get; }

    public DirectoryStore Store { get; }

    public static void Run(TreeKind kind, Func<StoreRig, Task> test)
    {
        var top = Directory.CreateTempSubdirectory("mirage-store-").FullName;
        try
        {
            UnixRig.Run(Events.UnixLoop.Create, async _ =>
            {
                var rig = new StoreRig(kind, top);
                await test(rig);
                rig.Store.Dispose();
                Assert.Equal(["secret"], Directory.GetFileSystemEntries(rig.Outside).Select(Path.GetFileName));
                Assert.Equal("secret", await File.ReadAllTextAsync(Path.Combine(rig.Outside, "secret")));
                Assert.Empty(Directory.GetFileSystemEntries(rig.Root, ".mirage-*"));
            });
        }
        finally
        {
            Directory.Delete(top, recursive: true);
        }
    }

    public string PathOf(string name) => Path.Combine(Root, name);

    public ValueTask SetAsync(Key key, string value) => Store.SetAsync(key, Encoding.UTF8.GetBytes(value));

    public async Task<string?> GetAsync(Key key) => await Store.GetAsync(key) is { } value ? Encoding.UTF8.GetString(value.Span) : null;

    public async Task<string> ListAsync(Key key) =>
        string.Join(' ', (await Store.ListAsync(key)).Select(entry => entry.Key.Path + (entry.Kind == KeyKind.Dictionary ? "/" : "")));
}
