namespace MirageGen.Composer.Model;

/// <summary>What a parameter asks the composer for.</summary>
internal abstract record ParameterRole
{
    private ParameterRole()
    {
    }

    /// <summary>A device, or the machine, by the parameter's type.</summary>
    /// <param name="Name">The name from <c>[FromKeyedServices]</c>; null takes the name of whoever asks.</param>
    /// <param name="Uses">The choices of <c>[Use]</c>.</param>
    /// <param name="IsOptional">Whether the parameter can be left at its default.</param>
    /// <param name="IsSignature">Whether the type cannot be anything but a signature: an interface or abstract class.</param>
    internal sealed record Device(string? Name, EquatableArray<ChosenImplementation> Uses, bool IsOptional, bool IsSignature)
        : ParameterRole;

    /// <summary>A logger from the target's <c>ILoggerFactory</c>.</summary>
    /// <param name="Category">The type argument of <c>ILogger&lt;T&gt;</c>; null for a plain <c>ILogger</c>.</param>
    /// <param name="IsOptional">Whether the parameter can be left at its default.</param>
    internal sealed record Logger(TypeName? Category, bool IsOptional) : ParameterRole;

    /// <summary>The token that is cancelled when the image must stop.</summary>
    internal sealed record Stop : ParameterRole;

    /// <summary>The name the device was asked for under.</summary>
    internal sealed record DeviceName : ParameterRole;

    /// <summary>A boot argument.</summary>
    internal sealed record Argument(ArgumentModel Value) : ParameterRole;

    /// <summary>A directory compiled into the image.</summary>
    internal sealed record Embed(string Directory) : ParameterRole;

    /// <summary>Something the composer does not provide, which has a default.</summary>
    internal sealed record LeftAtDefault : ParameterRole;

    /// <summary>Something that cannot be provided.</summary>
    /// <param name="Fault">Why not; null when the compiler says so itself.</param>
    internal sealed record Unfit(Fault? Fault) : ParameterRole;
}
