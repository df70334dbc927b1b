using System.Collections.Generic;
using System.Text;
using MirageGen.Composer.Diagnostics;
using MirageGen.Composer.Model;
using MirageGen.Composer.Parser;

namespace MirageGen.Composer.Resolver;

/// <summary>The boot arguments of an image, in which no name occurs twice.</summary>
internal sealed class ArgumentSet
{
    private readonly List<PlannedArgument> _items = [];
    private readonly Dictionary<string, Asker> _owners = [];

    public IEnumerable<PlannedArgument> Items => _items;

    /// <summary>Adds an argument under its whole name.</summary>
    /// <returns>Its whole name.</returns>
    public string Add(ArgumentModel argument, Asker asker, out Fault? fault)
    {
        var name = asker.DeviceName == Asker.DefaultName ? argument.Name : $"{Spell(asker.DeviceName)}-{argument.Name}";
        if (_owners.TryGetValue(name, out var first))
        {
            fault = Faults.ArgumentTwice(name, first.Describe(), asker.Describe());
            return name;
        }

        fault = null;
        _owners.Add(name, asker);
        _items.Add(new(string.Empty, name, argument));
        return name;
    }

    /// <summary>A device's name may be any text; on a command line it has letters, digits and dashes.</summary>
    private static string Spell(string deviceName)
    {
        var text = new StringBuilder();
        foreach (var character in KebabCase.From(deviceName))
        {
            text.Append(character is (>= 'a' and <= 'z') or (>= '0' and <= '9') ? character : '-');
        }

        return text.ToString().Trim('-');
    }
}
