using System;

namespace MirageGen.Composer.Model;

/// <summary>The build properties that the devices' conditions name, with their values.</summary>
internal sealed record BuildProperties(EquatableArray<BuildProperty> Items)
{
    public string this[string name]
    {
        get
        {
            foreach (var item in Items)
            {
                if (string.Equals(item.Name, name, StringComparison.OrdinalIgnoreCase))
                {
                    return item.Value;
                }
            }

            return string.Empty;
        }
    }
}
