using MirageGen.Composer.Model;

namespace MirageGen.Composer.Resolver;

/// <summary>A device that the plan constructs.</summary>
/// <param name="Local">The variable that holds it.</param>
/// <param name="Type">Its class.</param>
/// <param name="Name">The name it was asked for under.</param>
/// <param name="IsConnect">Whether its <c>ConnectAsync</c> constructs it.</param>
/// <param name="Disposal">How to give it back.</param>
/// <param name="IsPublic">Whether every assembly can name its class.</param>
/// <param name="Embedded">The embedded directory that it serves; null for any other device.</param>
/// <param name="Supplies">What it is constructed from.</param>
internal sealed record PlannedDevice(
    string Local,
    TypeName Type,
    string Name,
    bool IsConnect,
    Disposal Disposal,
    bool IsPublic,
    EmbedEntry? Embedded,
    EquatableArray<Supply> Supplies);
