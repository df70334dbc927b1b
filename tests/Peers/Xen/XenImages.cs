namespace MirageGen.Peers.Xen;

/// <summary>Images that domains boot: ours published, theirs built.</summary>
internal static class XenImages
{
    /// <summary>The folder of the examples, from this project's.</summary>
    public const string Examples = "../../examples";

    /// <summary>The example that is a website.</summary>
    public const string Website = "StaticWebsite";

    /// <summary>Publishes an example; its binary has its name.</summary>
    public static string Example(PeerBuild build, string name) => Publish(build, $"{Examples}/{name}", name);

    /// <summary>Publishes a project for Xen.</summary>
    public static string Publish(PeerBuild build, string project, string name) => build.Publish(project, $"{name}.xen", "-p:MirageTarget=xen");

    /// <summary>nginx with the files of a folder.</summary>
    public static DebianImage Nginx(PeerBuild build, string content) => Debian(build, "nginx", NginxDomain.Of(content));

    /// <summary>Builds a Debian domain.</summary>
    public static DebianImage Debian(PeerBuild build, string name, DebianDomain domain) => domain.Build(Path.Combine(build.Folder, name), Console.WriteLine);
}
