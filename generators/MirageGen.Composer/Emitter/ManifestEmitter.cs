using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.Text;

namespace MirageGen.Composer.Emitter;

/// <summary>Writes the list of a library's devices.</summary>
internal static class ManifestEmitter
{
    private static readonly SourceTemplate Template = new("Manifest.sbncs");

    public static SourceText Emit(IEnumerable<string> devices) =>
        Template.Render(new { Devices = devices.Distinct().OrderBy(device => device, StringComparer.Ordinal).ToArray() });
}
