namespace MirageGen.Composer.Parser;

/// <summary>The attributes that the composer reads.</summary>
internal static class AttributeNames
{
    public const string UserNamespace = "MirageGen";
    public const string CompositionNamespace = "MirageGen.Composition";

    public const string Unikernel = "UnikernelAttribute";
    public const string Device = "DeviceAttribute";
    public const string Compose = "ComposeAttribute";
    public const string Use = "UseAttribute";
    public const string Argument = "ArgumentAttribute";
    public const string Embed = "EmbedAttribute";
    public const string DeviceName = "DeviceNameAttribute";
    public const string Backend = "BackendAttribute";
    public const string DeviceManifest = "DeviceManifestAttribute";

    public const string KeyedServicesNamespace = "Microsoft.Extensions.DependencyInjection";
    public const string FromKeyedServices = "FromKeyedServicesAttribute";
    public const string DataAnnotationsNamespace = "System.ComponentModel.DataAnnotations";
    public const string Range = "RangeAttribute";
}
