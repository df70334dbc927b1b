using System.Collections.Generic;
using System.Linq;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Resolver;

/// <summary>The devices of a catalog, by what they can be asked for as and by class.</summary>
internal sealed class DeviceIndex
{
    private readonly Dictionary<string, List<Candidate>> _bySignature = [];
    private readonly Dictionary<string, DeviceModel> _byClass = [];

    public DeviceIndex(EquatableArray<DeviceModel> devices)
    {
        foreach (var device in devices)
        {
            if (_byClass.ContainsKey(device.Type.Qualified))
            {
                continue;
            }

            _byClass.Add(device.Type.Qualified, device);
            foreach (var declaration in device.Declarations)
            {
                Add(device, declaration);
            }
        }
    }

    public IReadOnlyList<Candidate> Find(TypeName signature) =>
        _bySignature.TryGetValue(signature.Qualified, out var candidates) ? candidates : [];

    public DeviceModel? FindClass(TypeName type) =>
        _byClass.TryGetValue(type.Qualified, out var device) ? device : null;

    private void Add(DeviceModel device, DeviceDeclaration declaration)
    {
        // Any device can also be asked for by its class.
        foreach (var signature in declaration.Signatures.Select(s => s.Qualified).Append(device.Type.Qualified).Distinct())
        {
            if (!_bySignature.TryGetValue(signature, out var candidates))
            {
                _bySignature.Add(signature, candidates = []);
            }

            candidates.Add(new(device, declaration));
        }
    }
}
