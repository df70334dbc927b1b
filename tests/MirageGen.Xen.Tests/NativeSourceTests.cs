using MirageGen.Interop;

namespace MirageGen.Xen.Tests;

/// <summary>The shim's sources themselves.</summary>
public sealed class NativeSourceTests
{
    [Fact]
    public void The_native_sources_are_formatted_and_clean_of_what_clang_tidy_knows() =>
        Shell.Run("make", "--silent", "-C", Path.Combine(Guest.Root(), "xen-backend", "native"), "check").Succeeded();
}
