using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace MirageGen.Logging;

/// <summary>Loggers of others than <see cref="LineLoggerFactory"/>: an image for a small machine may be built without a way to them.</summary>
internal static class ForeignLoggers
{
    private const string Switch = "MirageGen.Logging.ForeignLoggers";

    /// <summary>Whether there is a way; the compiler of an image knows it as a constant.</summary>
    [FeatureSwitchDefinition(Switch)]
    public static bool AreSupported => !AppContext.TryGetSwitch(Switch, out var isOn) || isOn;

    /// <summary>What is thrown where one is met all the same.</summary>
    public static NotSupportedException Refused(ILogger log) =>
        new($"The logger {log} is not of a LineLoggerFactory: build the image with the property MirageForeignLoggers=true.");
}
