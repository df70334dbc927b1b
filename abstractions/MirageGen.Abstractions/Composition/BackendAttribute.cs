namespace MirageGen.Composition;

/// <summary>
/// Declares that an assembly carries a target: how an image for it starts, and the machine its devices stand on.
/// </summary>
/// <remarks>
/// The machine is the one device that the composer does not construct. Any device of the target may ask for it by
/// its class. It has a <c>public static int Run(BootImage image, string[] arguments,
/// Func&lt;TMachine, BootArguments, CancellationToken, Task&lt;int&gt;&gt; compose)</c>, which the emitted
/// <c>Main</c> calls; a target that is only composed by hand (a simulation) may leave it out.
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class BackendAttribute : Attribute
{
    /// <summary>Declares a target.</summary>
    /// <param name="target">The value of <c>MirageTarget</c> that selects it.</param>
    /// <param name="machine">The class of the machine.</param>
    public BackendAttribute(string target, Type machine)
    {
        Target = target;
        Machine = machine;
    }

    /// <summary>The value of <c>MirageTarget</c> that selects this backend.</summary>
    public string Target { get; }

    /// <summary>The class of the machine.</summary>
    public Type Machine { get; }

    /// <summary>
    /// Whether the target has an operating system under it, so that <c>File</c>, <c>Socket</c> and their like work;
    /// where it has none the composer flags their use.
    /// </summary>
    public bool HasOperatingSystem { get; init; }
}
