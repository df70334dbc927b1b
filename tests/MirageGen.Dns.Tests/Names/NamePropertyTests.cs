using CsCheck;

namespace MirageGen.Dns.Tests.Names;

/// <summary>What holds of all names.</summary>
public sealed class NamePropertyTests
{
    private static readonly Gen<byte[]> Labels = Gen.Byte.Array[1, 12];

    /// <summary>Names of any octets.</summary>
    internal static readonly Gen<DomainName> Names = Labels.Array[0, 6].Select(labels =>
    {
        byte[] octets = [.. labels.SelectMany(label => (byte[])[(byte)label.Length, .. label]), 0];
        return DomainName.TryRead(octets, out var name) ? name : throw new InvalidOperationException();
    });

    /// <summary>Names with few different letters, in both cases: many are the same, or nearly.</summary>
    private static readonly Gen<DomainName> Similar = Gen.OneOfConst((byte)'a', (byte)'A', (byte)'b', (byte)'@', (byte)'`')
        .Array[1, 3].Array[0, 3].Select(labels => DomainName.TryRead(
            [.. labels.SelectMany(label => (byte[])[(byte)label.Length, .. label]), 0], out var name) ? name : DomainName.Root);

    [Fact]
    public void Text_of_a_name_is_that_name() =>
        Names.Sample(name => DomainName.Parse(name.ToString()).Octets.SequenceEqual(name.Octets), time: FuzzBudget.Seconds);

    [Fact]
    public void Order_equality_and_hash_agree() => Gen.Select(Similar, Similar).Sample((left, right) =>
    {
        var equal = left.Equals(right);
        Assert.Equal(equal, left.CompareTo(right) == 0);
        Assert.Equal(equal, left.ToCanonical().Octets.SequenceEqual(right.ToCanonical().Octets));
        Assert.Equal(Math.Sign(left.CompareTo(right)), -Math.Sign(right.CompareTo(left)));
        Assert.True(!equal || left.GetHashCode() == right.GetHashCode());
        Assert.Equal(Ancestors(left).Any(ancestor => ancestor.CompareTo(right) == 0), left.IsSubdomainOf(right));
    }, time: FuzzBudget.Seconds);

    private static IEnumerable<DomainName> Ancestors(DomainName name)
    {
        for (DomainName? ancestor = name; ancestor is not null; ancestor = ancestor.Parent)
        {
            yield return ancestor;
        }
    }
}
