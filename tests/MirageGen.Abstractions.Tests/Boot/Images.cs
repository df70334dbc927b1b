using MirageGen.Composition;

namespace MirageGen.Abstractions.Tests.Boot;

/// <summary>Images with boot arguments as the composer would describe them.</summary>
internal static class Images
{
    public static BootImage Site { get; } = new("Site", "Serves pages",
    [
        new("port", BootParameterKind.Value, "number", "TCP port to serve on", "8080", isRequired: false),
        new("name", BootParameterKind.Value, "text", "Whom to greet", null, isRequired: false),
        new("verbose", BootParameterKind.Switch, "", "Say more", null, isRequired: false),
        new("peer", BootParameterKind.List, "address", "A peer, as often as wanted", null, isRequired: false),
        new("day", BootParameterKind.Value, "day", "The day", "monday", isRequired: false),
    ]);

    public static BootImage WithRequired { get; } = new("Router", "",
    [
        new("ipv4", BootParameterKind.Value, "address", "The address", null, isRequired: true),
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
