namespace MirageGen.Composer.Model;

/// <summary>What the referenced assemblies offer.</summary>
/// <param name="Devices">The devices that their manifests list.</param>
/// <param name="Backends">The targets that they carry.</param>
/// <param name="HasEmbeddedStore">Whether the library that serves embedded directories is among them.</param>
internal sealed record ReferencesModel(
    EquatableArray<DeviceModel> Devices,
    EquatableArray<BackendModel> Backends,
    bool HasEmbeddedStore);
