using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using MirageGen.Composer.Diagnostics;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Resolver;

/// <summary>Checks the assembly's choices once, whether anything asks for them or not.</summary>
internal static class ChoiceCheck
{
    public static EquatableArray<Message> Check(Catalog catalog)
    {
        var messages = ImmutableArray.CreateBuilder<Message>();
        var taken = new Dictionary<string, AssemblyChoice>();
        foreach (var choice in catalog.Choices)
        {
            var device = catalog.Devices.FirstOrDefault(d => d.Type.Equals(choice.Implementation));
            if (device is null)
            {
                Report(choice, $"'{choice.Implementation.Display}' is not marked [Device], or its library was built without the composer");
            }
            else if (device.Declarations.Any(declaration => declaration.FitsTarget(catalog.Target)))
            {
                if (taken.TryGetValue(choice.Signature.Qualified, out var first))
                {
                    Report(choice, $"'{first.Implementation.Display}' is chosen for it already on target '{catalog.Target}'");
                }
                else
                {
                    taken.Add(choice.Signature.Qualified, choice);
                }
            }
        }

        return messages.ToImmutable();

        void Report(AssemblyChoice choice, string reason) =>
            messages.Add(new(Faults.UseDoesNotFit(choice.Signature.Display, reason), choice.Anchor));
    }
}
