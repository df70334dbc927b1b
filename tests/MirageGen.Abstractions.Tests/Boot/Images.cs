using MirageGen.Composition;

namespace MirageGen.Abstractions.Tests.Boot;

/// <summary>Images with boot arguments as the composer would describe them.</summary>
internal static class Images
{
    public static BootImage Site { get; } = new("Site", "Serves pages",
    [
        new("port", BootParameterKind.Value, "number", "TCP port to serve on", "8080", IsRequired: false),
        new("name", BootParameterKind.Value, "text", "Whom to greet", null, IsRequired: false),
        new("verbose", BootParameterKind.Switch, "", "Say more", null, IsRequired: false),
        new("peer", BootParameterKind.List, "address", "A peer, as often as wanted", null, IsRequired: false),
        new("day", BootParameterKind.Value, "day", "The day", "monday", IsRequired: false),
    ]);

    public static BootImage WithRequired { get; } = new("Router", "",
    [
        new("ipv4", BootParameterKind.Value, "address", "The address", null, IsRequired: true),
    ]);

    public static BootArguments Parse(params string[] words) => BootArguments.Parse(Site, words);

    /// <summary>What the person who starts the image is told.</summary>
    public static string Complaint(Action read)
    {
        var message = Assert.Throws<BootArgumentException>(read).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
