using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>Evaluates the conditional fields of a request (RFC 9110 section 13).</summary>
internal static class Preconditions
{
    private static readonly ulong Conditions =
        FieldLines.Bit(WellKnownField.IfMatch) | FieldLines.Bit(WellKnownField.IfNoneMatch)
        | FieldLines.Bit(WellKnownField.IfModifiedSince) | FieldLines.Bit(WellKnownField.IfUnmodifiedSince);

    /// <summary>The fields that keep a request from being answered with the whole representation at once.</summary>
    public static readonly ulong ConditionsOrRange = Conditions | FieldLines.Bit(WellKnownField.Range);

    /// <summary>Evaluates the conditions in the order of RFC 9110 section 13.2.2.</summary>
    /// <param name="request">The request.</param>
    /// <param name="tag">The representation's entity tag, with its quotes; empty when it has none.</param>
    /// <param name="lastModified">When it was last changed, in whole seconds; null when that is unknown.</param>
    public static PreconditionVerdict Evaluate(HttpRequest request, ReadOnlySpan<byte> tag, DateTimeOffset? lastModified)
    {
        var fields = request.Head.Fields;
        if ((fields.Present & Conditions) == 0)
        {
            return PreconditionVerdict.Proceed;
        }

        if (fields.Has(WellKnownField.IfMatch))
        {
            if (!AnyContains(request, WellKnownField.IfMatch, tag, isWeak: false))
            {
                return PreconditionVerdict.Failed;
            }
        }
        else if (TryReadDate(request, WellKnownField.IfUnmodifiedSince, out var unmodifiedSince) && lastModified > unmodifiedSince)
        {
            return PreconditionVerdict.Failed;
        }

        var isRead = request.Head.Method is MethodCode.Get or MethodCode.Head;
        if (fields.Has(WellKnownField.IfNoneMatch))
        {
            return !AnyContains(request, WellKnownField.IfNoneMatch, tag, isWeak: true) ? PreconditionVerdict.Proceed
                : isRead ? PreconditionVerdict.NotModified
                : PreconditionVerdict.Failed;
        }

        return isRead && TryReadDate(request, WellKnownField.IfModifiedSince, out var modifiedSince) && lastModified <= modifiedSince
            ? PreconditionVerdict.NotModified
            : PreconditionVerdict.Proceed;
    }

    /// <summary>Whether Range is to be obeyed as far as If-Range is concerned (RFC 9110 section 13.1.5).</summary>
    /// <param name="request">The request.</param>
    /// <param name="tag">The representation's entity tag, with its quotes; empty when it has none.</param>
    /// <param name="lastModified">
    /// When it was last changed, in whole seconds; null where it could change twice in a second, so that its date proves
    /// nothing (RFC 9110 section 8.8.2.2).
    /// </param>
    public static bool AllowRange(HttpRequest request, ReadOnlySpan<byte> tag, DateTimeOffset? lastModified)
    {
        var fields = request.Head.Fields;
        if (!fields.Has(WellKnownField.IfRange))
        {
            return true;
        }

        return fields.TryGetOnly(WellKnownField.IfRange, request.Reader.Octets, out var condition)
            && (EntityTags.IsTag(condition)
                ? EntityTags.AreEqual(condition, tag, isWeak: false)
                : HttpDate.TryRead(condition, out var date) && date == lastModified);
    }

    private static bool AnyContains(HttpRequest request, WellKnownField field, ReadOnlySpan<byte> tag, bool isWeak)
    {
        var fields = request.Head.Fields;
        for (var i = fields.IndexOf(field); i >= 0; i = fields.IndexOf(field, i + 1))
        {
            if (EntityTags.Contains(fields.All[i].Value.Of(request.Reader.Octets), tag, isWeak))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryReadDate(HttpRequest request, WellKnownField field, out DateTimeOffset date)
    {
        date = default;
        return request.Head.Fields.TryGetOnly(field, request.Reader.Octets, out var value) && HttpDate.TryRead(value, out date);
    }
}
