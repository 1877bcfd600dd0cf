namespace Tongban.Space.Contracts;

/// <summary>Which organs of the city answer for which layer.</summary>
public interface ILayerOrgans
{
    /// <summary>The organ that leads joint reviews of sites (<c>reviewLead</c> in <c>layers.json</c>).</summary>
    string ReviewLead { get; }

    /// <summary>The layer's authority, then those who answer for it together with it; none for an unknown code.</summary>
    IReadOnlyList<string> Of(string layer);
}
