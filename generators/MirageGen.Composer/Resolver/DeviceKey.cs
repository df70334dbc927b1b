namespace MirageGen.Composer.Resolver;

/// <summary>What makes two requests the same instance: the class and the name.</summary>
internal readonly record struct DeviceKey(string Class, string Name);
