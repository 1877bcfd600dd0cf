using Tongban.Foundation;
using Tongban.Foundation.Ui;
using Tongban.Registers.Contracts;

namespace Tongban.Registers.MyEnterprises;

/// <summary>What the terms of the register are called.</summary>
internal static class RegisterWords
{
    public static Words Kind(LegalPersonKind kind) => kind switch
    {
        LegalPersonKind.Enterprise => ("企业", "Enterprise"),
        LegalPersonKind.IndividualBusiness => ("个体工商户", "Individual business"),
        LegalPersonKind.Cooperative => ("农民专业合作社", "Cooperative"),
        LegalPersonKind.Organ => ("机关", "Organ"),
        LegalPersonKind.PublicInstitution => ("事业单位", "Public institution"),
        LegalPersonKind.SocialOrganisation => ("社会组织", "Social organisation"),
        _ => ("其他", "Other"),
    };

    public static (Words Text, Tone Tone) State(AgentAnswer mandate, DateOnly today) =>
        mandate.RevokedOn is not null ? (("已撤销", "Revoked"), Tone.Neutral) :
        mandate.InForce ? (("有效", "In force"), Tone.Good) :
        mandate.From > today ? (("未开始", "Not begun"), Tone.Info) :
        (("已到期", "Run out"), Tone.Neutral);
}
