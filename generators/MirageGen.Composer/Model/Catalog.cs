namespace MirageGen.Composer.Model;

/// <summary>Everything a composition may draw on, besides its appliance.</summary>
internal sealed record Catalog(
    string Target,
    EquatableArray<BackendModel> Backends,
    EquatableArray<DeviceModel> Devices,
    EquatableArray<AssemblyChoice> Choices,
    BuildProperties Properties,
    EmbedTable Embedded,
    bool HasEmbeddedStore);
