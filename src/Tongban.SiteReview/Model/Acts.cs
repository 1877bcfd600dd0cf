using Tongban.Foundation;

namespace Tongban.SiteReview.Model;

// Texts and files stand in the review; the ledger keeps codes, organs and SHA-256 digests.

/// <summary>A check found a conflict, or an officer asked: the departments concerned review the site together.</summary>
/// <param name="Layers">Layers under review.</param>
/// <param name="Organs">Organs that are asked.</param>
/// <param name="Asked">An officer asked for it; otherwise it opened by itself.</param>
[Act("reviews.opened", "开启用地联合会审", "Joint review opened")]
internal sealed record ReviewOpened(Guid Review, int Round, Guid Check, string SiteDigest, IReadOnlyList<string> Layers, IReadOnlyList<string> Organs, bool Asked) : IAct;

/// <summary>A layer changed: the same boundary meets more, or less.</summary>
[Act("reviews.extended", "会审范围随图层变化", "Joint review extended")]
internal sealed record ReviewExtended(Guid Review, int Round, Guid Check, IReadOnlyList<string> Added, IReadOnlyList<string> Gone, IReadOnlyList<string> Organs) : IAct;

/// <summary>The boundary was changed: the review goes on about the new one.</summary>
[Act("reviews.round-begun", "用地调整后开始新一轮会审", "Next round of the joint review begun")]
internal sealed record ReviewRoundBegun(Guid Review, int Round, Guid Check, string SiteDigest, IReadOnlyList<string> Layers, IReadOnlyList<string> Organs) : IAct;

/// <summary>A department gave its opinion, finding by finding.</summary>
/// <param name="Stances"><c>L01:condition</c>.</param>
/// <param name="Items">Approval items its conditions go to.</param>
[Act("reviews.opinion-given", "提出会审意见", "Opinion of the joint review given")]
internal sealed record ReviewOpinionGiven(Guid Review, int Round, string Organ, IReadOnlyList<string> Stances, IReadOnlyList<string> Items, int DaysUsed, bool Late, string TextDigest) : IAct;

/// <summary>The enterprise or the lead says that a hit does not stand.</summary>
[Act("reviews.hit-disputed", "对涉及图层提出异议", "Hit disputed")]
internal sealed record HitDisputed(Guid Review, int Round, string Layer, DisputeGround Ground, bool ByEnterprise, DateOnly DueOn, string ReasonDigest) : IAct;

/// <summary>The layer's authority decided whether a disputed hit stands.</summary>
[Act("reviews.dispute-decided", "对异议作出认定", "Dispute decided")]
internal sealed record DisputeDecided(Guid Review, int Round, string Layer, string Organ, bool Dismissed, DisputeGround? Ground, int DaysUsed, bool Late, string ReasonDigest) : IAct;

/// <summary>Everybody was heard, or has kept silent past the day: the lead's clock began.</summary>
/// <param name="Silent">Organs that have not given their opinion in time.</param>
[Act("reviews.conclusion-awaited", "意见已齐或期满，待作出结论", "Conclusion of the joint review awaited")]
internal sealed record ReviewConclusionAwaited(Guid Review, int Round, IReadOnlyList<string> Silent, DateOnly? DueOn) : IAct;

/// <summary>The lead concluded the round.</summary>
/// <param name="Missing">Organs that did not give an opinion in time.</param>
/// <param name="NotChecked">Layers the conclusion says nothing about.</param>
/// <param name="Dismissed">Hits that were dismissed.</param>
[Act("reviews.concluded", "作出会审结论", "Joint review concluded")]
internal sealed record ReviewConcluded(Guid Review, int Round, ReviewClass Conclusion, IReadOnlyList<string> Missing, IReadOnlyList<string> NotChecked, IReadOnlyList<string> Dismissed, int Conditions, int DaysUsed, bool Late, string TextDigest) : IAct;

/// <summary>The project ended, and the review with it.</summary>
[Act("reviews.ended", "项目终止，会审随之终止", "Joint review ended")]
internal sealed record ReviewEnded(Guid Review, int Round) : IAct;

/// <summary>A calendar was published again, and a due day moved with it.</summary>
[Act("reviews.limit-moved", "会审期限随日历变动", "Limit of a joint review moved")]
internal sealed record ReviewLimitMoved(Guid Review, string Organ, DateOnly? DueOn, string Calendar) : IAct;
