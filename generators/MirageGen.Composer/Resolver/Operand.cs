using MirageGen.Composer.Model;

namespace MirageGen.Composer.Resolver;

/// <summary>A value that is handed to a parameter.</summary>
internal abstract record Operand
{
    private Operand()
    {
    }

    /// <summary>A device, by its position in the plan.</summary>
    internal sealed record Device(int Index) : Operand;

    /// <summary>A boot argument, by its whole name.</summary>
    internal sealed record Argument(string Name) : Operand;

    /// <summary>The machine the image runs on.</summary>
    internal sealed record Machine : Operand;

    /// <summary>The token that is cancelled when the image must stop.</summary>
    internal sealed record Stop : Operand;

    /// <summary>A device's own name.</summary>
    internal sealed record Text(string Value) : Operand;

    /// <summary>A logger for the class that asks.</summary>
    /// <param name="Factory">The position of the factory among the devices.</param>
    /// <param name="Category">The class's simple name.</param>
    internal sealed record Logger(int Factory, string Category) : Operand;

    /// <summary>A logger with a type for a category.</summary>
    /// <param name="Factory">The position of the factory among the devices.</param>
    /// <param name="Category">The type.</param>
    internal sealed record TypedLogger(int Factory, TypeName Category) : Operand;
}
