namespace MirageGen.Xen.Tests;

/// <summary>The processor's traps as C# exceptions.</summary>
public sealed class ExceptionTests(Guest guest)
{
    [Theory]
    [InlineData("max,-smap,-rdtscp")]
    [InlineData("max,-smap,-rdtscp,-xsave")]
    public void Traps_become_the_exceptions_of_the_statements_that_made_them(string processor) =>
        Assert.Equal(
            [
                "null read: NullReferenceException at MirageGen.Xen.Guest.Exceptions.Length",
                "null write: NullReferenceException at MirageGen.Xen.Guest.Exceptions.Fill",
                "null call: NullReferenceException at MirageGen.Xen.Guest.Exceptions.Hash",
                "divide: DivideByZeroException at MirageGen.Xen.Guest.Exceptions.Divide",
                "remainder: DivideByZeroException at MirageGen.Xen.Guest.Exceptions.Remainder",
                "overflow: OverflowException at MirageGen.Xen.Guest.Exceptions.Divide",
                "deep: DivideByZeroException at MirageGen.Xen.Guest.Exceptions.Divide",
                "index: IndexOutOfRangeException at MirageGen.Xen.Guest.Exceptions.Element",
                "many: 1000",
                "vector: 2.083333",
            ],
            guest.Boot("exceptions", "-cpu", processor).Succeeded());

    [Fact]
    public void An_exception_that_nobody_catches_is_printed_and_is_a_crash()
    {
        var outcome = guest.Boot("unhandled");

        Assert.StartsWith("abort", outcome.Panicked());
        Assert.Equal("Unhandled exception. System.InvalidOperationException: nobody catches this", outcome.Console[0]);
        Assert.StartsWith("   at MirageGen.Xen.Guest.Program.Main", outcome.Console[1]);
    }
}
