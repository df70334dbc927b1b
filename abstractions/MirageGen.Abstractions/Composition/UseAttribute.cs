namespace MirageGen;

/// <summary>
/// Chooses an implementation by hand: on a parameter, for that parameter; on the assembly, for every request of
/// the signature in this project.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class UseAttribute : Attribute
{
    /// <summary>On a parameter: the device to construct for it.</summary>
    /// <param name="implementation">A class marked <c>[Device]</c> that implements the parameter's type.</param>
    public UseAttribute(Type implementation) => Implementation = implementation;

    /// <summary>On the assembly: the device to construct for every request of a signature.</summary>
    /// <param name="signature">The signature asked for.</param>
    /// <param name="implementation">A class marked <c>[Device]</c> that implements it.</param>
    public UseAttribute(Type signature, Type implementation)
    {
        Signature = signature;
        Implementation = implementation;
    }

    /// <summary>The signature the choice is for; null on a parameter.</summary>
    public Type? Signature { get; }

    /// <summary>The device to construct.</summary>
    public Type Implementation { get; }
}
