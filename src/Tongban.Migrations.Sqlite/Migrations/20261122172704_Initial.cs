using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tongban.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "approvals_agency_cases",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    project_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 18, nullable: false),
                    centre = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    scope = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    to = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    requested_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    requested_at = table.Column<long>(type: "INTEGER", nullable: false),
                    limit = table.Column<string>(type: "TEXT", nullable: false),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    agent = table.Column<Guid>(type: "TEXT", nullable: true),
                    mandate = table.Column<Guid>(type: "TEXT", nullable: true),
                    accepted_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    end_text = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    entries = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_agency_cases", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approvals_area_assessments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    zone = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    items = table.Column<string>(type: "TEXT", nullable: false),
                    site = table.Column<string>(type: "TEXT", nullable: true),
                    conclusion = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    published_at = table.Column<long>(type: "INTEGER", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    withdrawn_at = table.Column<long>(type: "INTEGER", nullable: true),
                    withdrawn_because = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_area_assessments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approvals_commitment_checks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    project_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 18, nullable: false),
                    stage_case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    item = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    item_zh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    item_en = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    decided_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    limit = table.Column<string>(type: "TEXT", nullable: false),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    yellow_from = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    findings = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    rectify_by = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    checked_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    checked_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_commitment_checks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approvals_consultations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    enterprise = table.Column<string>(type: "TEXT", maxLength: 18, nullable: false),
                    asked_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    topic = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    question = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    salt = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    item = table.Column<string>(type: "TEXT", maxLength: 12, nullable: true),
                    project = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    files = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    limit = table.Column<string>(type: "TEXT", nullable: false),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    answer = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    answered_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    answered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    follow_up = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    follow_up_at = table.Column<long>(type: "INTEGER", nullable: true),
                    follow_up_answer = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    follow_up_answered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    published_at = table.Column<long>(type: "INTEGER", nullable: true),
                    public_topic = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    public_question = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    public_answer = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_consultations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approvals_efficiency_cells",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    month = table.Column<int>(type: "INTEGER", nullable: false),
                    stage = table.Column<int>(type: "INTEGER", nullable: false),
                    type = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    department = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    days = table.Column<int>(type: "INTEGER", nullable: false),
                    count = table.Column<int>(type: "INTEGER", nullable: false),
                    late = table.Column<int>(type: "INTEGER", nullable: false),
                    promised = table.Column<int>(type: "INTEGER", nullable: false),
                    legacy = table.Column<int>(type: "INTEGER", nullable: false),
                    applicant = table.Column<int>(type: "INTEGER", nullable: false),
                    preparing = table.Column<int>(type: "INTEGER", nullable: false),
                    special = table.Column<int>(type: "INTEGER", nullable: false),
                    intermediary = table.Column<int>(type: "INTEGER", nullable: false),
                    gap = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_efficiency_cells", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approvals_efficiency_spans",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    project_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    stage_case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    stage = table.Column<int>(type: "INTEGER", nullable: false),
                    item = table.Column<string>(type: "TEXT", maxLength: 12, nullable: true),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    department = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    type = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    flow = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    opened_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    closed_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    month = table.Column<int>(type: "INTEGER", nullable: false),
                    days = table.Column<int>(type: "INTEGER", nullable: false),
                    applicant = table.Column<int>(type: "INTEGER", nullable: false),
                    preparing = table.Column<int>(type: "INTEGER", nullable: false),
                    special = table.Column<int>(type: "INTEGER", nullable: false),
                    intermediary = table.Column<int>(type: "INTEGER", nullable: false),
                    gap = table.Column<int>(type: "INTEGER", nullable: false),
                    pauses = table.Column<string>(type: "TEXT", nullable: false),
                    promised = table.Column<int>(type: "INTEGER", nullable: false),
                    legacy = table.Column<int>(type: "INTEGER", nullable: false),
                    on_path = table.Column<int>(type: "INTEGER", nullable: false),
                    granted = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_efficiency_spans", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approvals_flow_drafts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    based_on = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    content = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    faults = table.Column<int>(type: "INTEGER", nullable: false),
                    published_as = table.Column<string>(type: "TEXT", maxLength: 24, nullable: true),
                    created_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_flow_drafts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approvals_flow_versions",
                columns: table => new
                {
                    version = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    files = table.Column<string>(type: "TEXT", nullable: false),
                    published_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_flow_versions", x => x.version);
                });

            migrationBuilder.CreateTable(
                name: "approvals_hearings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    project_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 18, nullable: false),
                    stage_case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    item = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    item_zh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    item_en = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    cause = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    third_parties = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    announced_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    request_limit = table.Column<string>(type: "TEXT", nullable: false),
                    request_until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    requested_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    requested_by = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    request_text = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    hold_limit = table.Column<string>(type: "TEXT", nullable: true),
                    hold_by = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    scheduled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    place = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    noticed_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    presider = table.Column<Guid>(type: "TEXT", nullable: true),
                    held_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    minutes = table.Column<string>(type: "TEXT", maxLength: 20000, nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_hearings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approvals_inspections",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 18, nullable: false),
                    stage_case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    item = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    limit = table.Column<string>(type: "TEXT", nullable: false),
                    staff = table.Column<string>(type: "TEXT", nullable: false),
                    appointed_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    standard = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    passed = table.Column<bool>(type: "INTEGER", nullable: true),
                    findings = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    done_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_inspections", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approvals_joint_handlings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    stage_case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    group = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    applied_at = table.Column<long>(type: "INTEGER", nullable: false),
                    survey = table.Column<string>(type: "TEXT", nullable: true),
                    visit_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    place = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    visits = table.Column<int>(type: "INTEGER", nullable: false),
                    opinion = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    concluded_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    concluded_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_joint_handlings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approvals_outside_permits",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    item = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    issuer = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    credit_code = table.Column<string>(type: "TEXT", maxLength: 18, nullable: true),
                    stated_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: true),
                    stated_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    issued_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    file_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    from = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    lead = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    received_at = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    candidates = table.Column<string>(type: "TEXT", nullable: false),
                    proposed = table.Column<string>(type: "TEXT", maxLength: 24, nullable: true),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    project_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: true),
                    document = table.Column<Guid>(type: "TEXT", nullable: true),
                    is_automatic = table.Column<bool>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    used_in_stage = table.Column<Guid>(type: "TEXT", nullable: true),
                    used_for_item = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    used_by = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_outside_permits", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approvals_ratings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 18, nullable: false),
                    rated_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    rated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    overall = table.Column<int>(type: "INTEGER", nullable: false),
                    stars = table.Column<string>(type: "TEXT", nullable: false),
                    comment = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    salt = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    limit = table.Column<string>(type: "TEXT", nullable: true),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    answer = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    answered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    answered_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    is_satisfied = table.Column<bool>(type: "INTEGER", nullable: true),
                    revisited_at = table.Column<long>(type: "INTEGER", nullable: true),
                    dispute_reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    disputed_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    dispute_answer = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_ratings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approvals_restrictions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 18, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    item = table.Column<string>(type: "TEXT", maxLength: 12, nullable: true),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    stage_case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    imposed_by = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_restrictions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approvals_results",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    project_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 18, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    stage_case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    stage = table.Column<int>(type: "INTEGER", nullable: false),
                    item = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    name_zh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    name_en = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    number = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    decided_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    service = table.Column<string>(type: "TEXT", nullable: false),
                    service_due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    service_yellow_from = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    served_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    served_by = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    receipt = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    receipt_salt = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    valid_to = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    validity_basis = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    validity_months = table.Column<int>(type: "INTEGER", nullable: true),
                    is_until_start = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_public_safety = table.Column<bool>(type: "INTEGER", nullable: false),
                    renewals = table.Column<int>(type: "INTEGER", nullable: false),
                    request = table.Column<string>(type: "TEXT", nullable: true),
                    requested = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    request_due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    changes = table.Column<string>(type: "TEXT", nullable: false),
                    end_ground = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    end_reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    ended_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_results", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approvals_stages",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    project_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 18, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    type = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    stage = table.Column<int>(type: "INTEGER", nullable: false),
                    total_investment = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: false),
                    flow = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    lead = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    submitted_at = table.Column<long>(type: "INTEGER", nullable: true),
                    accepted_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    is_deemed_accepted = table.Column<bool>(type: "INTEGER", nullable: false),
                    correction_asked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    correction_answered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    demands = table.Column<string>(type: "TEXT", nullable: false),
                    end_reason = table.Column<string>(type: "TEXT", nullable: true),
                    not_accepted_ground = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    limit = table.Column<string>(type: "TEXT", nullable: true),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    request = table.Column<string>(type: "TEXT", nullable: true),
                    early_since = table.Column<long>(type: "INTEGER", nullable: true),
                    facts = table.Column<string>(type: "TEXT", nullable: false),
                    facts_corrected_at = table.Column<long>(type: "INTEGER", nullable: true),
                    answered_here = table.Column<string>(type: "TEXT", nullable: false),
                    later_demands = table.Column<string>(type: "TEXT", nullable: false),
                    promises = table.Column<string>(type: "TEXT", nullable: false),
                    next_promise_due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    broken_promises = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_stages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approvals_supervision_duties",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    project_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 18, nullable: false),
                    stage_case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    item = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    power = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    cause = table.Column<Guid>(type: "TEXT", nullable: false),
                    entry = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    entry_version = table.Column<int>(type: "INTEGER", nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    name_zh = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    name_en = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    check_zh = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    check_en = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    method = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    frequency_zh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    frequency_en = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    legal_basis = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    fees = table.Column<string>(type: "TEXT", nullable: false),
                    repeat_months = table.Column<int>(type: "INTEGER", nullable: false),
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    yellow_from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    result = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    findings = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    fee_charged = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    fee_yuan = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: true),
                    checked_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    checked_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_supervision_duties", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approvals_terms",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    project_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 18, nullable: false),
                    type = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    item = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    limit = table.Column<string>(type: "TEXT", nullable: false),
                    start_by = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    started_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    request = table.Column<string>(type: "TEXT", nullable: true),
                    request_due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    is_extended = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_terms", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dispatch_api_applications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    contact = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    key_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    key_start = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    may_import = table.Column<bool>(type: "INTEGER", nullable: false),
                    per_minute = table.Column<int>(type: "INTEGER", nullable: false),
                    issued_at = table.Column<long>(type: "INTEGER", nullable: false),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispatch_api_applications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dispatch_major_projects",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 18, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    is_listed = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispatch_major_projects", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dispatch_matters",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    project_name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 18, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    model = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    grade = table.Column<int>(type: "INTEGER", nullable: false),
                    grade_since = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    contact = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    occurred_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    expected_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    place_text = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    place = table.Column<string>(type: "TEXT", maxLength: 20000, nullable: true),
                    fields = table.Column<string>(type: "TEXT", nullable: false),
                    cross_division = table.Column<bool>(type: "INTEGER", nullable: false),
                    key_project = table.Column<bool>(type: "INTEGER", nullable: false),
                    why_zh = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    why_en = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    reported_at = table.Column<long>(type: "INTEGER", nullable: false),
                    reported_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    reported_by_organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    lead = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    assisting = table.Column<string>(type: "TEXT", nullable: false),
                    compared = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    data_asked = table.Column<bool>(type: "INTEGER", nullable: false),
                    returns = table.Column<int>(type: "INTEGER", nullable: false),
                    reopened = table.Column<int>(type: "INTEGER", nullable: false),
                    answer = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    answered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    confirm_by = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    confirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    merged_into = table.Column<Guid>(type: "TEXT", nullable: true),
                    followers = table.Column<int>(type: "INTEGER", nullable: false),
                    limit = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispatch_matters", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dispatch_reminder_rounds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    month = table.Column<int>(type: "INTEGER", nullable: false),
                    moment = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    units = table.Column<int>(type: "INTEGER", nullable: false),
                    begun_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispatch_reminder_rounds", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dispatch_reminders",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    month = table.Column<int>(type: "INTEGER", nullable: false),
                    matters = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    text_en = table.Column<string>(type: "TEXT", maxLength: 600, nullable: false),
                    channel = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    reminded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    answer_due_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    answers = table.Column<string>(type: "TEXT", nullable: false),
                    answered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    light = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispatch_reminders", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dispatch_service_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    service_code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    is_open = table.Column<bool>(type: "INTEGER", nullable: false),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    status_notes = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    description = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    salt = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    address = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    longitude = table.Column<decimal>(type: "TEXT", precision: 10, scale: 6, nullable: true),
                    latitude = table.Column<decimal>(type: "TEXT", precision: 10, scale: 6, nullable: true),
                    attributes = table.Column<string>(type: "TEXT", nullable: false),
                    media_url = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    requested_at = table.Column<long>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    application_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    external_id = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    reported_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    reporter_name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    reporter_phone = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    reporter_email = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispatch_service_requests", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dispatch_weekly_returns",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 18, nullable: false),
                    week = table.Column<int>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    fields = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    submitted_at = table.Column<long>(type: "INTEGER", nullable: false),
                    submitted_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    late = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispatch_weekly_returns", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_access_tokens",
                columns: table => new
                {
                    digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    stamp = table.Column<Guid>(type: "TEXT", nullable: false),
                    post_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    enterprise = table.Column<string>(type: "TEXT", maxLength: 18, nullable: true),
                    issued_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_access_tokens", x => x.digest);
                });

            migrationBuilder.CreateTable(
                name: "foundation_act_cursors",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    position = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_act_cursors", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_answers",
                columns: table => new
                {
                    act_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    command_digest = table.Column<byte[]>(type: "BLOB", nullable: false),
                    value = table.Column<string>(type: "TEXT", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_answers", x => x.act_id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_calendars",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    edition = table.Column<int>(type: "INTEGER", nullable: false),
                    notice_number = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    days = table.Column<string>(type: "TEXT", nullable: false),
                    published_at = table.Column<long>(type: "INTEGER", nullable: false),
                    published_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    superseded_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_calendars", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_checkpoints",
                columns: table => new
                {
                    size = table.Column<long>(type: "INTEGER", nullable: false),
                    note = table.Column<string>(type: "TEXT", nullable: false),
                    signed_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_checkpoints", x => x.size);
                });

            migrationBuilder.CreateTable(
                name: "foundation_ended_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_ended_sessions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_erasure_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ground = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    salt = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    limit = table.Column<string>(type: "TEXT", nullable: false),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    erased = table.Column<string>(type: "TEXT", nullable: false),
                    kept = table.Column<string>(type: "TEXT", nullable: false),
                    refusal = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    answer = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    decided_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_erasure_requests", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_erasures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kinds = table.Column<string>(type: "TEXT", nullable: false),
                    erased_at = table.Column<long>(type: "INTEGER", nullable: false),
                    reapplied = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_erasures", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_files",
                columns: table => new
                {
                    digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    media_type = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    length = table.Column<long>(type: "INTEGER", nullable: false),
                    content = table.Column<byte[]>(type: "BLOB", nullable: true),
                    stored_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_files", x => x.digest);
                });

            migrationBuilder.CreateTable(
                name: "foundation_ledger",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    matter = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    previous_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    enterprise = table.Column<string>(type: "TEXT", maxLength: 18, nullable: true),
                    act = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    payload = table.Column<string>(type: "TEXT", nullable: false),
                    position = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_ledger", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_ledger_frontiers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    size = table.Column<long>(type: "INTEGER", nullable: false),
                    edge = table.Column<byte[]>(type: "BLOB", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_ledger_frontiers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_ledger_heads",
                columns: table => new
                {
                    matter = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_ledger_heads", x => x.matter);
                });

            migrationBuilder.CreateTable(
                name: "foundation_ledger_nodes",
                columns: table => new
                {
                    level = table.Column<int>(type: "INTEGER", nullable: false),
                    index = table.Column<long>(type: "INTEGER", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_ledger_nodes", x => new { x.level, x.index });
                });

            migrationBuilder.CreateTable(
                name: "foundation_ledger_verifications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    result = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_ledger_verifications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_notices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    recipient = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    occasion = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    text_zh = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    text_en = table.Column<string>(type: "TEXT", maxLength: 600, nullable: false),
                    link = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    read_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_notices", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_number_series",
                columns: table => new
                {
                    series = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    last = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_number_series", x => x.series);
                });

            migrationBuilder.CreateTable(
                name: "foundation_organs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    department = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    name_zh = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    name_en = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    contact_phone = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    contact_email = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_organs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_people",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    user_name = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    display_name = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    phone = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    password_hash = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    stamp = table.Column<Guid>(type: "TEXT", nullable: false),
                    page_session = table.Column<Guid>(type: "TEXT", nullable: true),
                    one_time_until = table.Column<long>(type: "INTEGER", nullable: true),
                    failed_attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    locked_until = table.Column<long>(type: "INTEGER", nullable: true),
                    is_disabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    registered_at = table.Column<long>(type: "INTEGER", nullable: false),
                    erased_at = table.Column<long>(type: "INTEGER", nullable: true),
                    erasure_asked_times = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_people", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_personal_reads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    subject = table.Column<Guid>(type: "TEXT", nullable: false),
                    reader_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    reader_roles = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    reader_organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    reader_enterprise = table.Column<string>(type: "TEXT", maxLength: 18, nullable: true),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    purpose = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    unmasked = table.Column<bool>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_personal_reads", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_second_factors",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    secret = table.Column<string>(type: "TEXT", maxLength: 600, nullable: false),
                    enrolled_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_step = table.Column<long>(type: "INTEGER", nullable: false),
                    recovery_digests = table.Column<string>(type: "TEXT", maxLength: 700, nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_second_factors", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_sign_ins",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    channel = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_sign_ins", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_webhook_cursors",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    position = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_webhook_cursors", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_webhook_deliveries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    subscription_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    entry_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    act = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    attempts_before = table.Column<int>(type: "INTEGER", nullable: false),
                    last_status = table.Column<int>(type: "INTEGER", nullable: true),
                    last_failure = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_webhook_deliveries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_webhooks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 600, nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    enterprise = table.Column<string>(type: "TEXT", maxLength: 18, nullable: true),
                    wanted = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    secret = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    former_secret = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    former_until = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_webhooks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_witnesses",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    registered_at = table.Column<long>(type: "INTEGER", nullable: false),
                    retired_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_witnesses", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "lists_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    list = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    @class = table.Column<string>(name: "class", type: "TEXT", maxLength: 4, nullable: false),
                    name_zh = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    name_en = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    department = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    level = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    legal_basis = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    demonstration = table.Column<bool>(type: "INTEGER", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    published = table.Column<int>(type: "INTEGER", nullable: false),
                    pending = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    is_ended = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lists_entries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "lists_heads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    list = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    edition = table.Column<int>(type: "INTEGER", nullable: false),
                    published_at = table.Column<long>(type: "INTEGER", nullable: false),
                    catalogue_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lists_heads", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "lists_powers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    category = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    item_code = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    name_zh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    name_en = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    legal_basis = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    basis_mark = table.Column<string>(type: "TEXT", maxLength: 4, nullable: false),
                    level = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    valid_from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    edition = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    suspended_from = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    designed = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lists_powers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "mining_logs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    format = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    file_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    file_bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    mapping = table.Column<string>(type: "TEXT", nullable: false),
                    digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    cases = table.Column<int>(type: "INTEGER", nullable: false),
                    events = table.Column<int>(type: "INTEGER", nullable: false),
                    activities = table.Column<int>(type: "INTEGER", nullable: false),
                    from = table.Column<long>(type: "INTEGER", nullable: true),
                    to = table.Column<long>(type: "INTEGER", nullable: true),
                    report = table.Column<string>(type: "TEXT", nullable: false),
                    model = table.Column<string>(type: "TEXT", maxLength: 40000, nullable: true),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    handed_in_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mining_logs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "plans_balance_runs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    first_year = table.Column<int>(type: "INTEGER", nullable: false),
                    factors = table.Column<string>(type: "TEXT", nullable: false),
                    problem = table.Column<string>(type: "TEXT", nullable: false),
                    answer = table.Column<string>(type: "TEXT", nullable: false),
                    computed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plans_balance_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "plans_fund_pools",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    pool = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    source = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    level = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    sector = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    purpose = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    window_from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    window_to = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    yuan = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: false),
                    arrived = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: false),
                    allocated = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: false),
                    paid = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plans_fund_pools", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "plans_import_batches",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    accepted = table.Column<int>(type: "INTEGER", nullable: false),
                    unchanged = table.Column<int>(type: "INTEGER", nullable: false),
                    rejected = table.Column<string>(type: "TEXT", nullable: false),
                    yuan = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plans_import_batches", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "plans_indicators",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    indicator_no = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    pool_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    source = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    project_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    unit = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    function_class = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    department_class = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    government_class = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    yuan = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: false),
                    adjustments = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: false),
                    used = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: false),
                    issued_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plans_indicators", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "plans_payments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    voucher_no = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    indicator_no = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    pool_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    source = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    project_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    contract_no = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    payee = table.Column<string>(type: "TEXT", maxLength: 18, nullable: true),
                    yuan = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: false),
                    purpose = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    late_by = table.Column<int>(type: "INTEGER", nullable: true),
                    reversed_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    batch_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plans_payments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "plans_plans",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    first_year = table.Column<int>(type: "INTEGER", nullable: false),
                    edition = table.Column<int>(type: "INTEGER", nullable: false),
                    base_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    document = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    drafted_at = table.Column<long>(type: "INTEGER", nullable: false),
                    approved_at = table.Column<long>(type: "INTEGER", nullable: true),
                    superseded_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plans_plans", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "plans_postings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    voucher = table.Column<string>(type: "TEXT", maxLength: 70, nullable: false),
                    line = table.Column<int>(type: "INTEGER", nullable: false),
                    pool_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    indicator_no = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    project_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: true),
                    yuan = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    batch_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plans_postings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "plans_progress_returns",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    month = table.Column<int>(type: "INTEGER", nullable: false),
                    edition = table.Column<int>(type: "INTEGER", nullable: false),
                    done_yuan = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: false),
                    physical_percent = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: false),
                    milestone = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    problems = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    advance_funding = table.Column<bool>(type: "INTEGER", nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    superseded_at = table.Column<long>(type: "INTEGER", nullable: true),
                    reported_by = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plans_progress_returns", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "plans_projects",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 18, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    sector = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    sector_organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    mode = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    content = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    to = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    total_investment = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: false),
                    priority = table.Column<int>(type: "INTEGER", nullable: false),
                    sources = table.Column<string>(type: "TEXT", nullable: false),
                    milestones = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    suspended_from = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    admitted_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plans_projects", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "plans_warnings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    rule = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 18, nullable: true),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    level = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    facts_zh = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    facts_en = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    raised_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    seen_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    cleared_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    order = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    ordered_by_organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    answer = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    answered_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plans_warnings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "projects_archive_documents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    stage = table.Column<int>(type: "INTEGER", nullable: true),
                    item_code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    name_zh = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    name_en = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    number = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    issued_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    media_type = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    length = table.Column<long>(type: "INTEGER", nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    edition = table.Column<int>(type: "INTEGER", nullable: false),
                    audience = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    archived_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_projects_archive_documents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "projects_change_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    project_name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 18, nullable: false),
                    type = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    serial = table.Column<int>(type: "INTEGER", nullable: false),
                    before = table.Column<string>(type: "TEXT", nullable: false),
                    wanted = table.Column<string>(type: "TEXT", nullable: false),
                    fields = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    limit = table.Column<string>(type: "TEXT", nullable: false),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    yellow_from = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    opinion = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    number = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    decision_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    decided_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_projects_change_requests", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "projects_drafts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 18, nullable: true),
                    fields = table.Column<string>(type: "TEXT", nullable: false),
                    saved_at = table.Column<long>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    window = table.Column<Guid>(type: "TEXT", nullable: true),
                    branch_of = table.Column<Guid>(type: "TEXT", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_projects_drafts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "projects_name_parts",
                columns: table => new
                {
                    part = table.Column<string>(type: "TEXT", maxLength: 4, nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_projects_name_parts", x => new { x.part, x.project_id });
                });

            migrationBuilder.CreateTable(
                name: "projects_projects",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 18, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    type = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    category = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    industry = table.Column<string>(type: "TEXT", maxLength: 5, nullable: false),
                    location = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    scale = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    content = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    total_investment = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: false),
                    sources = table.Column<string>(type: "TEXT", nullable: false),
                    land_area = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: true),
                    planned_start = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    planned_finish = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    policy_declared = table.Column<bool>(type: "INTEGER", nullable: false),
                    site_geo_json = table.Column<string>(type: "TEXT", nullable: true),
                    site_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    site_area = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: true),
                    site_warnings = table.Column<string>(type: "TEXT", nullable: false),
                    contact_name = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    contact_phone = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    facts = table.Column<string>(type: "TEXT", nullable: false),
                    declared_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    declared_at = table.Column<long>(type: "INTEGER", nullable: false),
                    filed_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    screening = table.Column<string>(type: "TEXT", nullable: true),
                    end_reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    site_findings = table.Column<string>(type: "TEXT", nullable: true),
                    layer_fact = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_projects_projects", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "registers_legal_persons",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    credit_code = table.Column<string>(type: "TEXT", maxLength: 18, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    representative = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    phone = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    industry = table.Column<string>(type: "TEXT", maxLength: 5, nullable: true),
                    registered_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    registered_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_registers_legal_persons", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reviews_reviews",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    project_name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 18, nullable: false),
                    lead = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    site_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    check_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    checked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    @class = table.Column<string>(name: "class", type: "TEXT", maxLength: 1, nullable: true),
                    not_checked = table.Column<string>(type: "TEXT", nullable: false),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    asked_reason = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    asked_by = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    lead_limit = table.Column<string>(type: "TEXT", nullable: true),
                    lead_due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    lead_yellow_from = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reviews_reviews", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "space_blob_chunks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    content = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_space_blob_chunks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "space_checks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    checked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    checked_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    enterprise = table.Column<string>(type: "TEXT", maxLength: 18, nullable: true),
                    subject = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    site = table.Column<string>(type: "TEXT", nullable: false),
                    square_metres = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: false),
                    site_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    set_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    findings_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    @class = table.Column<string>(name: "class", type: "TEXT", maxLength: 1, nullable: true),
                    is_complete = table.Column<bool>(type: "INTEGER", nullable: false),
                    findings = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_space_checks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "space_impacts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    layer_version_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    layer = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    cause = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    begun_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    versions = table.Column<string>(type: "TEXT", nullable: false),
                    set_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    after = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    done = table.Column<int>(type: "INTEGER", nullable: false),
                    changed = table.Column<int>(type: "INTEGER", nullable: false),
                    superseded_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    lease_until = table.Column<long>(type: "INTEGER", nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_space_impacts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "space_layer_heads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    layer = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    last_number = table.Column<int>(type: "INTEGER", nullable: false),
                    current = table.Column<Guid>(type: "TEXT", nullable: true),
                    open = table.Column<Guid>(type: "TEXT", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_space_layer_heads", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "space_layer_versions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    layer = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    source_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    source_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    source_bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    options = table.Column<string>(type: "TEXT", nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    begun_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    begun_at = table.Column<long>(type: "INTEGER", nullable: false),
                    coverage = table.Column<string>(type: "TEXT", nullable: false),
                    coverage_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    coverage_division = table.Column<string>(type: "TEXT", maxLength: 12, nullable: true),
                    step = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    done = table.Column<long>(type: "INTEGER", nullable: false),
                    total = table.Column<long>(type: "INTEGER", nullable: true),
                    lease_until = table.Column<long>(type: "INTEGER", nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    refusal_code = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    refusal_zh = table.Column<string>(type: "TEXT", nullable: true),
                    refusal_en = table.Column<string>(type: "TEXT", nullable: true),
                    outcome = table.Column<string>(type: "TEXT", nullable: true),
                    content_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    repairs_confirmed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    repairs_confirmed_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    rejections_reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    rejections_acknowledged_at = table.Column<long>(type: "INTEGER", nullable: true),
                    rejections_acknowledged_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    definition = table.Column<string>(type: "TEXT", nullable: true),
                    published_at = table.Column<long>(type: "INTEGER", nullable: true),
                    published_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    end_reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_space_layer_versions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "space_runs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    source_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    source_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    options = table.Column<string>(type: "TEXT", nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    begun_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    begun_as = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    begun_at = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    versions = table.Column<string>(type: "TEXT", nullable: false),
                    set_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    done = table.Column<int>(type: "INTEGER", nullable: false),
                    total = table.Column<int>(type: "INTEGER", nullable: true),
                    after = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    lease_until = table.Column<long>(type: "INTEGER", nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    tally = table.Column<string>(type: "TEXT", nullable: false),
                    result_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    refusal_code = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    refusal_zh = table.Column<string>(type: "TEXT", nullable: true),
                    refusal_en = table.Column<string>(type: "TEXT", nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_space_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "supervision_board_subscriptions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    rhythm = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    signs = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    by_email = table.Column<bool>(type: "INTEGER", nullable: false),
                    looked_on = table.Column<DateOnly>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_supervision_board_subscriptions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "supervision_cards",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    finding_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    rule = table.Column<string>(type: "TEXT", maxLength: 5, nullable: false),
                    level = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    office = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    turn = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    concerned = table.Column<Guid>(type: "TEXT", nullable: true),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    issued_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    issued_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    demand = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    clocks = table.Column<string>(type: "TEXT", nullable: false),
                    statement = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    admits = table.Column<bool>(type: "INTEGER", nullable: true),
                    stated_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    stated_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    upheld = table.Column<bool>(type: "INTEGER", nullable: true),
                    decision = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    decided_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    decided_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    appeal_until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    report = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    reported_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    follow_up = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    sent_back = table.Column<int>(type: "INTEGER", nullable: false),
                    appeal = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    appealed_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    appeal_answer = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    stands = table.Column<bool>(type: "INTEGER", nullable: true),
                    appeal_decided_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    closed_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_supervision_cards", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "supervision_clocks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    stage_case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    stage = table.Column<int>(type: "INTEGER", nullable: false),
                    item = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    officer = table.Column<Guid>(type: "TEXT", nullable: true),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    yellow_from = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    law_due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    paused_since = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    planned_to = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    pause_type = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    returned = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_supervision_clocks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "supervision_findings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    rule = table.Column<string>(type: "TEXT", maxLength: 5, nullable: false),
                    level = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    found_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    settled_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    days_over = table.Column<int>(type: "INTEGER", nullable: true),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    stage_case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    stage = table.Column<int>(type: "INTEGER", nullable: false),
                    item = table.Column<string>(type: "TEXT", maxLength: 12, nullable: true),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    officer = table.Column<Guid>(type: "TEXT", nullable: true),
                    entry = table.Column<Guid>(type: "TEXT", nullable: true),
                    text_zh = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    text_en = table.Column<string>(type: "TEXT", maxLength: 3000, nullable: false),
                    settled_zh = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    settled_en = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    card_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    dismissed = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_supervision_findings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "supervision_measures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    counts_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    month = table.Column<int>(type: "INTEGER", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    stage_case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    stage = table.Column<int>(type: "INTEGER", nullable: false),
                    item = table.Column<string>(type: "TEXT", maxLength: 12, nullable: true),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    officer = table.Column<Guid>(type: "TEXT", nullable: true),
                    days = table.Column<int>(type: "INTEGER", nullable: false),
                    promised = table.Column<int>(type: "INTEGER", nullable: false),
                    in_time = table.Column<bool>(type: "INTEGER", nullable: false),
                    detail = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_supervision_measures", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "supervision_subscriptions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_supervision_subscriptions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "supervision_watches",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    chain = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    remembered = table.Column<string>(type: "TEXT", nullable: false),
                    looked_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    next_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_supervision_watches", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "approvals_items",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    stage_case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    deciding_organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    first_organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    first_limit = table.Column<string>(type: "TEXT", nullable: true),
                    first_agrees = table.Column<bool>(type: "INTEGER", nullable: true),
                    first_opinion = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    first_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    forwarded_at = table.Column<long>(type: "INTEGER", nullable: true),
                    role = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    is_certain = table.Column<bool>(type: "INTEGER", nullable: false),
                    why_zh = table.Column<string>(type: "TEXT", nullable: false),
                    why_en = table.Column<string>(type: "TEXT", nullable: false),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: true),
                    limit = table.Column<string>(type: "TEXT", nullable: true),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    yellow_from = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    statutory_due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    handler = table.Column<Guid>(type: "TEXT", nullable: true),
                    request = table.Column<string>(type: "TEXT", nullable: true),
                    asked_head = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    decision = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    opinion = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true),
                    decided_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    commitment_signed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    result_number = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    result_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    is_early = table.Column<bool>(type: "INTEGER", nullable: false),
                    stopped_by_end = table.Column<bool>(type: "INTEGER", nullable: false),
                    joint = table.Column<Guid>(type: "TEXT", nullable: true),
                    satisfied_by = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    outside_permit = table.Column<Guid>(type: "TEXT", nullable: true),
                    returned = table.Column<int>(type: "INTEGER", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_items", x => x.id);
                    table.ForeignKey(
                        name: "FK_approvals_items_approvals_stages_stage_case_id",
                        column: x => x.stage_case_id,
                        principalTable: "approvals_stages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "approvals_joint_findings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    joint_handling_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    stage_case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    item = table.Column<string>(type: "TEXT", maxLength: 12, nullable: true),
                    agrees = table.Column<bool>(type: "INTEGER", nullable: true),
                    text = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    power = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    given_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    given_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_joint_findings", x => x.id);
                    table.ForeignKey(
                        name: "FK_approvals_joint_findings_approvals_joint_handlings_joint_handling_id",
                        column: x => x.joint_handling_id,
                        principalTable: "approvals_joint_handlings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_approvals_joint_findings_approvals_stages_stage_case_id",
                        column: x => x.stage_case_id,
                        principalTable: "approvals_stages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "approvals_materials",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    stage_case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    material = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    file_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    file_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    media_type = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    length = table.Column<long>(type: "INTEGER", nullable: false),
                    edition = table.Column<int>(type: "INTEGER", nullable: false),
                    is_current = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_correction = table.Column<bool>(type: "INTEGER", nullable: false),
                    provided_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    provided_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_materials", x => x.id);
                    table.ForeignKey(
                        name: "FK_approvals_materials_approvals_stages_stage_case_id",
                        column: x => x.stage_case_id,
                        principalTable: "approvals_stages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "approvals_opinions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    stage_case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    demands = table.Column<string>(type: "TEXT", nullable: false),
                    given_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    given_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approvals_opinions", x => x.id);
                    table.ForeignKey(
                        name: "FK_approvals_opinions_approvals_stages_stage_case_id",
                        column: x => x.stage_case_id,
                        principalTable: "approvals_stages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "dispatch_major_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    major_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    no = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    from_week = table.Column<int>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 18, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    sector = table.Column<string>(type: "TEXT", maxLength: 1, nullable: false),
                    @class = table.Column<string>(name: "class", type: "TEXT", maxLength: 40, nullable: false),
                    should_resume_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    plan_year = table.Column<int>(type: "INTEGER", nullable: false),
                    planned_year_wan = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: false),
                    total_wan = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: false),
                    longitude = table.Column<decimal>(type: "TEXT", precision: 10, scale: 6, nullable: true),
                    latitude = table.Column<decimal>(type: "TEXT", precision: 10, scale: 6, nullable: true),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispatch_major_entries", x => x.id);
                    table.ForeignKey(
                        name: "FK_dispatch_major_entries_dispatch_major_projects_major_id",
                        column: x => x.major_id,
                        principalTable: "dispatch_major_projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "dispatch_comparisons",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    matter_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    model = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    conditions = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispatch_comparisons", x => x.id);
                    table.ForeignKey(
                        name: "FK_dispatch_comparisons_dispatch_matters_matter_id",
                        column: x => x.matter_id,
                        principalTable: "dispatch_matters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "dispatch_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    matter_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    no = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    by_reporter = table.Column<bool>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    detail = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    files = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispatch_entries", x => x.id);
                    table.ForeignKey(
                        name: "FK_dispatch_entries_dispatch_matters_matter_id",
                        column: x => x.matter_id,
                        principalTable: "dispatch_matters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "dispatch_tasks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    matter_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    is_lead = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_binding = table.Column<bool>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    given_at = table.Column<long>(type: "INTEGER", nullable: false),
                    limit = table.Column<string>(type: "TEXT", nullable: false),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    yellow_from = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    receive_by = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    received_at = table.Column<long>(type: "INTEGER", nullable: true),
                    received_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    last_feedback_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    urged_to_receive = table.Column<bool>(type: "INTEGER", nullable: false),
                    overdue_seen = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispatch_tasks", x => x.id);
                    table.ForeignKey(
                        name: "FK_dispatch_tasks_dispatch_matters_matter_id",
                        column: x => x.matter_id,
                        principalTable: "dispatch_matters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "foundation_outgoing_notices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    notice_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    channel = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    attempts_before = table.Column<int>(type: "INTEGER", nullable: false),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: true),
                    delivered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_failure = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_outgoing_notices", x => x.id);
                    table.ForeignKey(
                        name: "FK_foundation_outgoing_notices_foundation_notices_notice_id",
                        column: x => x.notice_id,
                        principalTable: "foundation_notices",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "foundation_posts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    roles = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    to = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_posts", x => x.id);
                    table.ForeignKey(
                        name: "FK_foundation_posts_foundation_people_person_id",
                        column: x => x.person_id,
                        principalTable: "foundation_people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "foundation_countersignatures",
                columns: table => new
                {
                    size = table.Column<long>(type: "INTEGER", nullable: false),
                    witness_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    line = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_countersignatures", x => new { x.size, x.witness_id });
                    table.ForeignKey(
                        name: "FK_foundation_countersignatures_foundation_witnesses_witness_id",
                        column: x => x.witness_id,
                        principalTable: "foundation_witnesses",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "lists_versions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    entry_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    list = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    content = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    ends = table.Column<bool>(type: "INTEGER", nullable: false),
                    note = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    valid_from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    edition = table.Column<int>(type: "INTEGER", nullable: true),
                    document = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    drafted_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    drafted_by_organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    drafted_by_roles = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    drafted_at = table.Column<long>(type: "INTEGER", nullable: false),
                    submitted_at = table.Column<long>(type: "INTEGER", nullable: true),
                    reviewed_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    reviewed_by_organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    reviewed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    review_opinion = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    published_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    published_by_organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    published_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lists_versions", x => x.id);
                    table.ForeignKey(
                        name: "FK_lists_versions_lists_entries_entry_id",
                        column: x => x.entry_id,
                        principalTable: "lists_entries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "plans_plan_items",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    plan_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    owner = table.Column<string>(type: "TEXT", maxLength: 18, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    sector = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    sector_organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    nature = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    content = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    to = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    total = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: false),
                    done_before = table.Column<decimal>(type: "TEXT", precision: 18, scale: 4, nullable: false),
                    shares = table.Column<string>(type: "TEXT", nullable: false),
                    goal = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    indicators = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    targets = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    responsibility = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    budget = table.Column<string>(type: "TEXT", nullable: false),
                    change_reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    removed = table.Column<bool>(type: "INTEGER", nullable: false),
                    development_confirmed = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    sector_confirmed = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    finance_confirmed = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plans_plan_items", x => x.id);
                    table.ForeignKey(
                        name: "FK_plans_plan_items_plans_plans_plan_id",
                        column: x => x.plan_id,
                        principalTable: "plans_plans",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "registers_legal_person_agents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    legal_person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    scope = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    first_day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    last_day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    granted_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    revoked_on = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_registers_legal_person_agents", x => x.id);
                    table.ForeignKey(
                        name: "FK_registers_legal_person_agents_registers_legal_persons_legal_person_id",
                        column: x => x.legal_person_id,
                        principalTable: "registers_legal_persons",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "reviews_conclusions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    review_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    missing = table.Column<string>(type: "TEXT", nullable: false),
                    not_checked = table.Column<string>(type: "TEXT", nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    concluded_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    concluded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    limit = table.Column<string>(type: "TEXT", nullable: false),
                    late = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reviews_conclusions", x => x.id);
                    table.ForeignKey(
                        name: "FK_reviews_conclusions_reviews_reviews_review_id",
                        column: x => x.review_id,
                        principalTable: "reviews_reviews",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "reviews_findings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    review_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    layer = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    name_zh = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    name_en = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    verdict = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    level = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    square_metres = table.Column<double>(type: "REAL", nullable: false),
                    share = table.Column<double>(type: "REAL", nullable: false),
                    legal_basis = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    explanation_zh = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    explanation_en = table.Column<string>(type: "TEXT", maxLength: 1500, nullable: false),
                    authority = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    organs = table.Column<string>(type: "TEXT", nullable: false),
                    gone_at = table.Column<long>(type: "INTEGER", nullable: true),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    dispute_ground = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    dispute_reason = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    approval_number = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    dispute_files = table.Column<string>(type: "TEXT", nullable: false),
                    disputed_by_enterprise = table.Column<bool>(type: "INTEGER", nullable: false),
                    disputed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    dispute_limit = table.Column<string>(type: "TEXT", nullable: true),
                    dispute_due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    dispute_yellow_from = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    decision_ground = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    decision_reason = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    decision_basis = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reviews_findings", x => x.id);
                    table.ForeignKey(
                        name: "FK_reviews_findings_reviews_reviews_review_id",
                        column: x => x.review_id,
                        principalTable: "reviews_reviews",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "reviews_opinions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    review_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    project_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    finding_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    layer = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    stance = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    ground = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    legal_basis = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    items = table.Column<string>(type: "TEXT", nullable: false),
                    files = table.Column<string>(type: "TEXT", nullable: false),
                    given_at = table.Column<long>(type: "INTEGER", nullable: false),
                    carried_on = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reviews_opinions", x => x.id);
                    table.ForeignKey(
                        name: "FK_reviews_opinions_reviews_reviews_review_id",
                        column: x => x.review_id,
                        principalTable: "reviews_reviews",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "reviews_tasks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    review_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    limit = table.Column<string>(type: "TEXT", nullable: false),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    yellow_from = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    given_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    given_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reviews_tasks", x => x.id);
                    table.ForeignKey(
                        name: "FK_reviews_tasks_reviews_reviews_review_id",
                        column: x => x.review_id,
                        principalTable: "reviews_reviews",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "space_impact_rows",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    impact_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    organ = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    check_before = table.Column<Guid>(type: "TEXT", nullable: false),
                    check_after = table.Column<Guid>(type: "TEXT", nullable: true),
                    class_before = table.Column<string>(type: "TEXT", maxLength: 1, nullable: true),
                    class_after = table.Column<string>(type: "TEXT", maxLength: 1, nullable: true),
                    verdict_before = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    verdict_after = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    square_metres_before = table.Column<double>(type: "REAL", nullable: false),
                    square_metres_after = table.Column<double>(type: "REAL", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_space_impact_rows", x => x.id);
                    table.ForeignKey(
                        name: "FK_space_impact_rows_space_impacts_impact_id",
                        column: x => x.impact_id,
                        principalTable: "space_impacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "space_run_rows",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    run_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    @class = table.Column<string>(name: "class", type: "TEXT", maxLength: 1, nullable: false),
                    reason_code = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    reason_zh = table.Column<string>(type: "TEXT", nullable: true),
                    reason_en = table.Column<string>(type: "TEXT", nullable: true),
                    square_metres = table.Column<double>(type: "REAL", nullable: true),
                    longitude = table.Column<double>(type: "REAL", nullable: true),
                    latitude = table.Column<double>(type: "REAL", nullable: true),
                    hits = table.Column<int>(type: "INTEGER", nullable: false),
                    not_checked = table.Column<int>(type: "INTEGER", nullable: false),
                    hit_layers = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    findings = table.Column<string>(type: "TEXT", nullable: false),
                    site = table.Column<string>(type: "TEXT", nullable: true),
                    site_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    findings_digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_space_run_rows", x => x.id);
                    table.ForeignKey(
                        name: "FK_space_run_rows_space_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "space_runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_agency_cases_centre_state_id",
                table: "approvals_agency_cases",
                columns: new[] { "centre", "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_agency_cases_owner_id",
                table: "approvals_agency_cases",
                columns: new[] { "owner", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_agency_cases_project_id",
                table: "approvals_agency_cases",
                column: "project_id");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_area_assessments_division_valid_to",
                table: "approvals_area_assessments",
                columns: new[] { "division", "valid_to" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_commitment_checks_organ_state_due_on_id",
                table: "approvals_commitment_checks",
                columns: new[] { "organ", "state", "due_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_commitment_checks_organ_state_yellow_from",
                table: "approvals_commitment_checks",
                columns: new[] { "organ", "state", "yellow_from" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_commitment_checks_stage_case_id_item",
                table: "approvals_commitment_checks",
                columns: new[] { "stage_case_id", "item" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_consultations_enterprise_id",
                table: "approvals_consultations",
                columns: new[] { "enterprise", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_consultations_organ_state_due_on",
                table: "approvals_consultations",
                columns: new[] { "organ", "state", "due_on" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_consultations_published_at",
                table: "approvals_consultations",
                column: "published_at");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_efficiency_cells_month_kind_type_division_stage_department_days",
                table: "approvals_efficiency_cells",
                columns: new[] { "month", "kind", "type", "division", "stage", "department", "days" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_approvals_efficiency_spans_kind_month_days_id",
                table: "approvals_efficiency_spans",
                columns: new[] { "kind", "month", "days", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_efficiency_spans_project_id_stage",
                table: "approvals_efficiency_spans",
                columns: new[] { "project_id", "stage" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_efficiency_spans_stage_case_id",
                table: "approvals_efficiency_spans",
                column: "stage_case_id");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_flow_drafts_changed_at",
                table: "approvals_flow_drafts",
                column: "changed_at");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_flow_versions_published_at",
                table: "approvals_flow_versions",
                column: "published_at");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_hearings_organ_state_id",
                table: "approvals_hearings",
                columns: new[] { "organ", "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_hearings_owner_id",
                table: "approvals_hearings",
                columns: new[] { "owner", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_hearings_stage_case_id_item",
                table: "approvals_hearings",
                columns: new[] { "stage_case_id", "item" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_hearings_state_request_until",
                table: "approvals_hearings",
                columns: new[] { "state", "request_until" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_inspections_stage_case_id_item",
                table: "approvals_inspections",
                columns: new[] { "stage_case_id", "item" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_items_asked_head_id",
                table: "approvals_items",
                columns: new[] { "asked_head", "id" },
                filter: "asked_head IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_items_first_organ",
                table: "approvals_items",
                column: "first_organ");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_items_organ_state_due_on_id",
                table: "approvals_items",
                columns: new[] { "organ", "state", "due_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_items_organ_state_id",
                table: "approvals_items",
                columns: new[] { "organ", "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_items_organ_state_yellow_from_due_on",
                table: "approvals_items",
                columns: new[] { "organ", "state", "yellow_from", "due_on" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_items_project_id_organ_state",
                table: "approvals_items",
                columns: new[] { "project_id", "organ", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_items_stage_case_id_code",
                table: "approvals_items",
                columns: new[] { "stage_case_id", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_approvals_joint_findings_joint_handling_id",
                table: "approvals_joint_findings",
                column: "joint_handling_id");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_joint_findings_organ_stage_case_id",
                table: "approvals_joint_findings",
                columns: new[] { "organ", "stage_case_id" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_joint_findings_stage_case_id",
                table: "approvals_joint_findings",
                column: "stage_case_id");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_joint_handlings_stage_case_id_group",
                table: "approvals_joint_handlings",
                columns: new[] { "stage_case_id", "group" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_approvals_materials_stage_case_id_material_edition",
                table: "approvals_materials",
                columns: new[] { "stage_case_id", "material", "edition" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_approvals_opinions_organ_given_at_due_on",
                table: "approvals_opinions",
                columns: new[] { "organ", "given_at", "due_on" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_opinions_stage_case_id_organ",
                table: "approvals_opinions",
                columns: new[] { "stage_case_id", "organ" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_approvals_outside_permits_issuer_number",
                table: "approvals_outside_permits",
                columns: new[] { "issuer", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_approvals_outside_permits_lead_state_id",
                table: "approvals_outside_permits",
                columns: new[] { "lead", "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_outside_permits_project_id",
                table: "approvals_outside_permits",
                column: "project_id");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_ratings_organ_state_due_on_id",
                table: "approvals_ratings",
                columns: new[] { "organ", "state", "due_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_ratings_owner_id",
                table: "approvals_ratings",
                columns: new[] { "owner", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_ratings_subject_subject_id",
                table: "approvals_ratings",
                columns: new[] { "subject", "subject_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_approvals_restrictions_owner_until",
                table: "approvals_restrictions",
                columns: new[] { "owner", "until" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_results_number",
                table: "approvals_results",
                column: "number");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_results_organ_requested_request_due_on",
                table: "approvals_results",
                columns: new[] { "organ", "requested", "request_due_on" },
                filter: "requested IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_results_organ_state_service_due_on_id",
                table: "approvals_results",
                columns: new[] { "organ", "state", "service_due_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_results_organ_state_service_yellow_from",
                table: "approvals_results",
                columns: new[] { "organ", "state", "service_yellow_from" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_results_owner_id",
                table: "approvals_results",
                columns: new[] { "owner", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_results_project_id_item",
                table: "approvals_results",
                columns: new[] { "project_id", "item" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_results_stage_case_id",
                table: "approvals_results",
                column: "stage_case_id");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_results_state_valid_to",
                table: "approvals_results",
                columns: new[] { "state", "valid_to" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_stages_lead_state",
                table: "approvals_stages",
                columns: new[] { "lead", "state" },
                filter: "request IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_stages_lead_state_due_on_id",
                table: "approvals_stages",
                columns: new[] { "lead", "state", "due_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_stages_next_promise_due_on",
                table: "approvals_stages",
                column: "next_promise_due_on");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_stages_owner_id",
                table: "approvals_stages",
                columns: new[] { "owner", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_stages_project_code",
                table: "approvals_stages",
                column: "project_code");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_stages_project_id_stage",
                table: "approvals_stages",
                columns: new[] { "project_id", "stage" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_approvals_stages_state_due_on",
                table: "approvals_stages",
                columns: new[] { "state", "due_on" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_supervision_duties_cause_entry_round",
                table: "approvals_supervision_duties",
                columns: new[] { "cause", "entry", "round" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_approvals_supervision_duties_organ_state_due_on_id",
                table: "approvals_supervision_duties",
                columns: new[] { "organ", "state", "due_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_supervision_duties_organ_state_yellow_from",
                table: "approvals_supervision_duties",
                columns: new[] { "organ", "state", "yellow_from" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_supervision_duties_project_id",
                table: "approvals_supervision_duties",
                column: "project_id");

            migrationBuilder.CreateIndex(
                name: "ix_approvals_terms_organ_request_due_on",
                table: "approvals_terms",
                columns: new[] { "organ", "request_due_on" });

            migrationBuilder.CreateIndex(
                name: "ix_approvals_terms_project_id",
                table: "approvals_terms",
                column: "project_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_approvals_terms_state_start_by",
                table: "approvals_terms",
                columns: new[] { "state", "start_by" });

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_api_applications_key_digest",
                table: "dispatch_api_applications",
                column: "key_digest",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_comparisons_matter_id",
                table: "dispatch_comparisons",
                column: "matter_id");

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_entries_matter_id",
                table: "dispatch_entries",
                column: "matter_id");

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_major_entries_major_id_no",
                table: "dispatch_major_entries",
                columns: new[] { "major_id", "no" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_major_entries_project_id",
                table: "dispatch_major_entries",
                column: "project_id");

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_major_projects_code",
                table: "dispatch_major_projects",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_major_projects_owner_is_listed",
                table: "dispatch_major_projects",
                columns: new[] { "owner", "is_listed" });

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_major_projects_project_id",
                table: "dispatch_major_projects",
                column: "project_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_matters_merged_into",
                table: "dispatch_matters",
                column: "merged_into");

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_matters_model_id",
                table: "dispatch_matters",
                columns: new[] { "model", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_matters_number",
                table: "dispatch_matters",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_matters_owner_state_id",
                table: "dispatch_matters",
                columns: new[] { "owner", "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_matters_project_id_id",
                table: "dispatch_matters",
                columns: new[] { "project_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_matters_state_id",
                table: "dispatch_matters",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_reminder_rounds_month",
                table: "dispatch_reminder_rounds",
                column: "month",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_reminders_month_organ",
                table: "dispatch_reminders",
                columns: new[] { "month", "organ" });

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_reminders_organ_month",
                table: "dispatch_reminders",
                columns: new[] { "organ", "month" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_reminders_state_answer_due_on",
                table: "dispatch_reminders",
                columns: new[] { "state", "answer_due_on" });

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_service_requests_application_id_external_id",
                table: "dispatch_service_requests",
                columns: new[] { "application_id", "external_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_service_requests_number",
                table: "dispatch_service_requests",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_service_requests_organ_is_open_due_at",
                table: "dispatch_service_requests",
                columns: new[] { "organ", "is_open", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_service_requests_reported_by",
                table: "dispatch_service_requests",
                column: "reported_by");

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_service_requests_requested_at_number",
                table: "dispatch_service_requests",
                columns: new[] { "requested_at", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_service_requests_updated_at",
                table: "dispatch_service_requests",
                column: "updated_at");

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_tasks_matter_id",
                table: "dispatch_tasks",
                column: "matter_id");

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_tasks_organ_state_due_on_id",
                table: "dispatch_tasks",
                columns: new[] { "organ", "state", "due_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_tasks_state_due_on",
                table: "dispatch_tasks",
                columns: new[] { "state", "due_on" });

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_weekly_returns_project_id_week_revision",
                table: "dispatch_weekly_returns",
                columns: new[] { "project_id", "week", "revision" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dispatch_weekly_returns_week",
                table: "dispatch_weekly_returns",
                column: "week");

            migrationBuilder.CreateIndex(
                name: "ix_foundation_access_tokens_expires_at",
                table: "foundation_access_tokens",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_foundation_access_tokens_person_id",
                table: "foundation_access_tokens",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_foundation_act_cursors_name",
                table: "foundation_act_cursors",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_foundation_answers_recorded_at",
                table: "foundation_answers",
                column: "recorded_at");

            migrationBuilder.CreateIndex(
                name: "ix_foundation_calendars_year_edition",
                table: "foundation_calendars",
                columns: new[] { "year", "edition" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_foundation_countersignatures_witness_id_size",
                table: "foundation_countersignatures",
                columns: new[] { "witness_id", "size" });

            migrationBuilder.CreateIndex(
                name: "ix_foundation_ended_sessions_ended_at",
                table: "foundation_ended_sessions",
                column: "ended_at");

            migrationBuilder.CreateIndex(
                name: "ix_foundation_erasure_requests_person_id_id",
                table: "foundation_erasure_requests",
                columns: new[] { "person_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_foundation_erasure_requests_state_due_on_id",
                table: "foundation_erasure_requests",
                columns: new[] { "state", "due_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_foundation_erasures_erased_at_id",
                table: "foundation_erasures",
                columns: new[] { "erased_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_foundation_ledger_matter_sequence",
                table: "foundation_ledger",
                columns: new[] { "matter", "sequence" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_foundation_ledger_position",
                table: "foundation_ledger",
                column: "position",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_foundation_ledger_verifications_at",
                table: "foundation_ledger_verifications",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_foundation_notices_recipient_occasion",
                table: "foundation_notices",
                columns: new[] { "recipient", "occasion" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_foundation_notices_recipient_read_at_id",
                table: "foundation_notices",
                columns: new[] { "recipient", "read_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_foundation_organs_contact_phone",
                table: "foundation_organs",
                column: "contact_phone");

            migrationBuilder.CreateIndex(
                name: "ix_foundation_organs_key",
                table: "foundation_organs",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_foundation_outgoing_notices_due_at",
                table: "foundation_outgoing_notices",
                column: "due_at");

            migrationBuilder.CreateIndex(
                name: "ix_foundation_outgoing_notices_notice_id_channel",
                table: "foundation_outgoing_notices",
                columns: new[] { "notice_id", "channel" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_foundation_outgoing_notices_state_id",
                table: "foundation_outgoing_notices",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_foundation_people_user_name",
                table: "foundation_people",
                column: "user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_foundation_personal_reads_at_id",
                table: "foundation_personal_reads",
                columns: new[] { "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_foundation_personal_reads_reader_id_at_id",
                table: "foundation_personal_reads",
                columns: new[] { "reader_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_foundation_personal_reads_subject_at_id",
                table: "foundation_personal_reads",
                columns: new[] { "subject", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_foundation_posts_organ",
                table: "foundation_posts",
                column: "organ");

            migrationBuilder.CreateIndex(
                name: "ix_foundation_posts_person_id",
                table: "foundation_posts",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_foundation_sign_ins_at",
                table: "foundation_sign_ins",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_foundation_sign_ins_person_id",
                table: "foundation_sign_ins",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_foundation_webhook_deliveries_due_at_id",
                table: "foundation_webhook_deliveries",
                columns: new[] { "due_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_foundation_webhook_deliveries_state_ended_at",
                table: "foundation_webhook_deliveries",
                columns: new[] { "state", "ended_at" });

            migrationBuilder.CreateIndex(
                name: "ix_foundation_webhook_deliveries_subscription_id_state_id",
                table: "foundation_webhook_deliveries",
                columns: new[] { "subscription_id", "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_foundation_webhooks_state",
                table: "foundation_webhooks",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "ix_foundation_witnesses_name",
                table: "foundation_witnesses",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_lists_entries_list_class_code",
                table: "lists_entries",
                columns: new[] { "list", "class", "code" });

            migrationBuilder.CreateIndex(
                name: "ix_lists_entries_list_code",
                table: "lists_entries",
                columns: new[] { "list", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_lists_entries_list_department_code",
                table: "lists_entries",
                columns: new[] { "list", "department", "code" });

            migrationBuilder.CreateIndex(
                name: "ix_lists_entries_pending",
                table: "lists_entries",
                column: "pending");

            migrationBuilder.CreateIndex(
                name: "ix_lists_heads_list",
                table: "lists_heads",
                column: "list",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_lists_powers_code",
                table: "lists_powers",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_lists_powers_organ_item_code",
                table: "lists_powers",
                columns: new[] { "organ", "item_code" });

            migrationBuilder.CreateIndex(
                name: "ix_lists_versions_entry_id_number",
                table: "lists_versions",
                columns: new[] { "entry_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_lists_versions_published_at_id",
                table: "lists_versions",
                columns: new[] { "published_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_mining_logs_state_handed_in_at",
                table: "mining_logs",
                columns: new[] { "state", "handed_in_at" });

            migrationBuilder.CreateIndex(
                name: "ix_plans_balance_runs_computed_at",
                table: "plans_balance_runs",
                column: "computed_at");

            migrationBuilder.CreateIndex(
                name: "ix_plans_fund_pools_pool",
                table: "plans_fund_pools",
                column: "pool",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_plans_fund_pools_year_source",
                table: "plans_fund_pools",
                columns: new[] { "year", "source" });

            migrationBuilder.CreateIndex(
                name: "ix_plans_import_batches_recorded_at",
                table: "plans_import_batches",
                column: "recorded_at");

            migrationBuilder.CreateIndex(
                name: "ix_plans_indicators_indicator_no",
                table: "plans_indicators",
                column: "indicator_no",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_plans_indicators_pool_id",
                table: "plans_indicators",
                column: "pool_id");

            migrationBuilder.CreateIndex(
                name: "ix_plans_indicators_project_code_year",
                table: "plans_indicators",
                columns: new[] { "project_code", "year" });

            migrationBuilder.CreateIndex(
                name: "ix_plans_payments_day",
                table: "plans_payments",
                column: "day");

            migrationBuilder.CreateIndex(
                name: "ix_plans_payments_project_code",
                table: "plans_payments",
                column: "project_code",
                filter: "late_by IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_plans_payments_project_code_day",
                table: "plans_payments",
                columns: new[] { "project_code", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_plans_payments_voucher_no",
                table: "plans_payments",
                column: "voucher_no",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_plans_plan_items_plan_id_code",
                table: "plans_plan_items",
                columns: new[] { "plan_id", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_plans_plans_kind_first_year_division_edition",
                table: "plans_plans",
                columns: new[] { "kind", "first_year", "division", "edition" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_plans_postings_pool_id_recorded_at",
                table: "plans_postings",
                columns: new[] { "pool_id", "recorded_at" });

            migrationBuilder.CreateIndex(
                name: "ix_plans_postings_voucher_line",
                table: "plans_postings",
                columns: new[] { "voucher", "line" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_plans_progress_returns_project_code_year_month_edition",
                table: "plans_progress_returns",
                columns: new[] { "project_code", "year", "month", "edition" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_plans_progress_returns_year_month",
                table: "plans_progress_returns",
                columns: new[] { "year", "month" });

            migrationBuilder.CreateIndex(
                name: "ix_plans_projects_code",
                table: "plans_projects",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_plans_projects_division_code",
                table: "plans_projects",
                columns: new[] { "division", "code" });

            migrationBuilder.CreateIndex(
                name: "ix_plans_projects_owner_code",
                table: "plans_projects",
                columns: new[] { "owner", "code" });

            migrationBuilder.CreateIndex(
                name: "ix_plans_projects_state_code",
                table: "plans_projects",
                columns: new[] { "state", "code" });

            migrationBuilder.CreateIndex(
                name: "ix_plans_warnings_ordered_by_organ_state",
                table: "plans_warnings",
                columns: new[] { "ordered_by_organ", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_plans_warnings_owner_state",
                table: "plans_warnings",
                columns: new[] { "owner", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_plans_warnings_state_level_id",
                table: "plans_warnings",
                columns: new[] { "state", "level", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_plans_warnings_subject_rule",
                table: "plans_warnings",
                columns: new[] { "subject", "rule" });

            migrationBuilder.CreateIndex(
                name: "ix_projects_archive_documents_project_id_number_edition",
                table: "projects_archive_documents",
                columns: new[] { "project_id", "number", "edition" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_projects_change_requests_organ_state_due_on_id",
                table: "projects_change_requests",
                columns: new[] { "organ", "state", "due_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_projects_change_requests_owner_id",
                table: "projects_change_requests",
                columns: new[] { "owner", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_projects_change_requests_project_id_serial",
                table: "projects_change_requests",
                columns: new[] { "project_id", "serial" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_projects_change_requests_state_yellow_from",
                table: "projects_change_requests",
                columns: new[] { "state", "yellow_from" });

            migrationBuilder.CreateIndex(
                name: "ix_projects_drafts_branch_of",
                table: "projects_drafts",
                column: "branch_of");

            migrationBuilder.CreateIndex(
                name: "ix_projects_drafts_owner_id",
                table: "projects_drafts",
                columns: new[] { "owner", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_projects_drafts_person_id_id",
                table: "projects_drafts",
                columns: new[] { "person_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_projects_drafts_saved_at",
                table: "projects_drafts",
                column: "saved_at");

            migrationBuilder.CreateIndex(
                name: "ix_projects_projects_code",
                table: "projects_projects",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_projects_projects_division_id",
                table: "projects_projects",
                columns: new[] { "division", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_projects_projects_owner_id",
                table: "projects_projects",
                columns: new[] { "owner", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_registers_legal_person_agents_legal_person_id_person_id",
                table: "registers_legal_person_agents",
                columns: new[] { "legal_person_id", "person_id" });

            migrationBuilder.CreateIndex(
                name: "ix_registers_legal_person_agents_person_id",
                table: "registers_legal_person_agents",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_registers_legal_persons_credit_code",
                table: "registers_legal_persons",
                column: "credit_code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_registers_legal_persons_registered_by",
                table: "registers_legal_persons",
                column: "registered_by");

            migrationBuilder.CreateIndex(
                name: "ix_reviews_conclusions_review_id_round",
                table: "reviews_conclusions",
                columns: new[] { "review_id", "round" });

            migrationBuilder.CreateIndex(
                name: "ix_reviews_findings_authority_state_dispute_due_on",
                table: "reviews_findings",
                columns: new[] { "authority", "state", "dispute_due_on" });

            migrationBuilder.CreateIndex(
                name: "ix_reviews_findings_review_id_round",
                table: "reviews_findings",
                columns: new[] { "review_id", "round" });

            migrationBuilder.CreateIndex(
                name: "ix_reviews_findings_state_dispute_yellow_from",
                table: "reviews_findings",
                columns: new[] { "state", "dispute_yellow_from" });

            migrationBuilder.CreateIndex(
                name: "ix_reviews_opinions_project_id_carried_on",
                table: "reviews_opinions",
                columns: new[] { "project_id", "carried_on" });

            migrationBuilder.CreateIndex(
                name: "ix_reviews_opinions_review_id_round",
                table: "reviews_opinions",
                columns: new[] { "review_id", "round" });

            migrationBuilder.CreateIndex(
                name: "ix_reviews_reviews_lead_state_lead_due_on_id",
                table: "reviews_reviews",
                columns: new[] { "lead", "state", "lead_due_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_reviews_reviews_owner_id",
                table: "reviews_reviews",
                columns: new[] { "owner", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_reviews_reviews_project_id",
                table: "reviews_reviews",
                column: "project_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_reviews_reviews_state_lead_yellow_from",
                table: "reviews_reviews",
                columns: new[] { "state", "lead_yellow_from" });

            migrationBuilder.CreateIndex(
                name: "ix_reviews_tasks_organ_state_due_on_id",
                table: "reviews_tasks",
                columns: new[] { "organ", "state", "due_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_reviews_tasks_review_id_round",
                table: "reviews_tasks",
                columns: new[] { "review_id", "round" });

            migrationBuilder.CreateIndex(
                name: "ix_reviews_tasks_state_yellow_from",
                table: "reviews_tasks",
                columns: new[] { "state", "yellow_from" });

            migrationBuilder.CreateIndex(
                name: "ix_space_blob_chunks_digest_number",
                table: "space_blob_chunks",
                columns: new[] { "digest", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_space_checks_checked_by_id",
                table: "space_checks",
                columns: new[] { "checked_by", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_space_checks_subject_id",
                table: "space_checks",
                columns: new[] { "subject", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_space_impact_rows_impact_id_subject",
                table: "space_impact_rows",
                columns: new[] { "impact_id", "subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_space_impacts_ended_at_layer",
                table: "space_impacts",
                columns: new[] { "ended_at", "layer" });

            migrationBuilder.CreateIndex(
                name: "ix_space_impacts_layer_version_id_cause",
                table: "space_impacts",
                columns: new[] { "layer_version_id", "cause" });

            migrationBuilder.CreateIndex(
                name: "ix_space_layer_heads_layer",
                table: "space_layer_heads",
                column: "layer",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_space_layer_versions_content_hash",
                table: "space_layer_versions",
                column: "content_hash");

            migrationBuilder.CreateIndex(
                name: "ix_space_layer_versions_layer_number",
                table: "space_layer_versions",
                columns: new[] { "layer", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_space_layer_versions_published_at",
                table: "space_layer_versions",
                column: "published_at");

            migrationBuilder.CreateIndex(
                name: "ix_space_layer_versions_state_lease_until",
                table: "space_layer_versions",
                columns: new[] { "state", "lease_until" });

            migrationBuilder.CreateIndex(
                name: "ix_space_run_rows_run_id_class_number",
                table: "space_run_rows",
                columns: new[] { "run_id", "class", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_space_run_rows_run_id_number",
                table: "space_run_rows",
                columns: new[] { "run_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_space_runs_organ_id",
                table: "space_runs",
                columns: new[] { "organ", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_space_runs_state_lease_until",
                table: "space_runs",
                columns: new[] { "state", "lease_until" });

            migrationBuilder.CreateIndex(
                name: "ix_supervision_board_subscriptions_person_id",
                table: "supervision_board_subscriptions",
                column: "person_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_supervision_cards_closed_on",
                table: "supervision_cards",
                column: "closed_on");

            migrationBuilder.CreateIndex(
                name: "ix_supervision_cards_finding_id",
                table: "supervision_cards",
                column: "finding_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_supervision_cards_issued_on",
                table: "supervision_cards",
                column: "issued_on");

            migrationBuilder.CreateIndex(
                name: "ix_supervision_cards_organ_id",
                table: "supervision_cards",
                columns: new[] { "organ", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_supervision_cards_state_due_on",
                table: "supervision_cards",
                columns: new[] { "state", "due_on" });

            migrationBuilder.CreateIndex(
                name: "ix_supervision_cards_turn_state",
                table: "supervision_cards",
                columns: new[] { "turn", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_supervision_clocks_due_on",
                table: "supervision_clocks",
                column: "due_on");

            migrationBuilder.CreateIndex(
                name: "ix_supervision_clocks_organ_due_on",
                table: "supervision_clocks",
                columns: new[] { "organ", "due_on" });

            migrationBuilder.CreateIndex(
                name: "ix_supervision_clocks_planned_to",
                table: "supervision_clocks",
                column: "planned_to");

            migrationBuilder.CreateIndex(
                name: "ix_supervision_clocks_project_id",
                table: "supervision_clocks",
                column: "project_id");

            migrationBuilder.CreateIndex(
                name: "ix_supervision_clocks_returned",
                table: "supervision_clocks",
                column: "returned");

            migrationBuilder.CreateIndex(
                name: "ix_supervision_findings_found_on_id",
                table: "supervision_findings",
                columns: new[] { "found_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_supervision_findings_organ_found_on_id",
                table: "supervision_findings",
                columns: new[] { "organ", "found_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_supervision_findings_organ_settled_on",
                table: "supervision_findings",
                columns: new[] { "organ", "settled_on" });

            migrationBuilder.CreateIndex(
                name: "ix_supervision_findings_project_id",
                table: "supervision_findings",
                column: "project_id");

            migrationBuilder.CreateIndex(
                name: "ix_supervision_findings_rule_found_on",
                table: "supervision_findings",
                columns: new[] { "rule", "found_on" });

            migrationBuilder.CreateIndex(
                name: "ix_supervision_measures_kind_counts_on",
                table: "supervision_measures",
                columns: new[] { "kind", "counts_on" });

            migrationBuilder.CreateIndex(
                name: "ix_supervision_measures_month_organ",
                table: "supervision_measures",
                columns: new[] { "month", "organ" });

            migrationBuilder.CreateIndex(
                name: "ix_supervision_measures_project_id",
                table: "supervision_measures",
                column: "project_id");

            migrationBuilder.CreateIndex(
                name: "ix_supervision_subscriptions_person_id",
                table: "supervision_subscriptions",
                column: "person_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_supervision_watches_chain",
                table: "supervision_watches",
                column: "chain",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_supervision_watches_next_on",
                table: "supervision_watches",
                column: "next_on");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "approvals_agency_cases");

            migrationBuilder.DropTable(
                name: "approvals_area_assessments");

            migrationBuilder.DropTable(
                name: "approvals_commitment_checks");

            migrationBuilder.DropTable(
                name: "approvals_consultations");

            migrationBuilder.DropTable(
                name: "approvals_efficiency_cells");

            migrationBuilder.DropTable(
                name: "approvals_efficiency_spans");

            migrationBuilder.DropTable(
                name: "approvals_flow_drafts");

            migrationBuilder.DropTable(
                name: "approvals_flow_versions");

            migrationBuilder.DropTable(
                name: "approvals_hearings");

            migrationBuilder.DropTable(
                name: "approvals_inspections");

            migrationBuilder.DropTable(
                name: "approvals_items");

            migrationBuilder.DropTable(
                name: "approvals_joint_findings");

            migrationBuilder.DropTable(
                name: "approvals_materials");

            migrationBuilder.DropTable(
                name: "approvals_opinions");

            migrationBuilder.DropTable(
                name: "approvals_outside_permits");

            migrationBuilder.DropTable(
                name: "approvals_ratings");

            migrationBuilder.DropTable(
                name: "approvals_restrictions");

            migrationBuilder.DropTable(
                name: "approvals_results");

            migrationBuilder.DropTable(
                name: "approvals_supervision_duties");

            migrationBuilder.DropTable(
                name: "approvals_terms");

            migrationBuilder.DropTable(
                name: "dispatch_api_applications");

            migrationBuilder.DropTable(
                name: "dispatch_comparisons");

            migrationBuilder.DropTable(
                name: "dispatch_entries");

            migrationBuilder.DropTable(
                name: "dispatch_major_entries");

            migrationBuilder.DropTable(
                name: "dispatch_reminder_rounds");

            migrationBuilder.DropTable(
                name: "dispatch_reminders");

            migrationBuilder.DropTable(
                name: "dispatch_service_requests");

            migrationBuilder.DropTable(
                name: "dispatch_tasks");

            migrationBuilder.DropTable(
                name: "dispatch_weekly_returns");

            migrationBuilder.DropTable(
                name: "foundation_access_tokens");

            migrationBuilder.DropTable(
                name: "foundation_act_cursors");

            migrationBuilder.DropTable(
                name: "foundation_answers");

            migrationBuilder.DropTable(
                name: "foundation_calendars");

            migrationBuilder.DropTable(
                name: "foundation_checkpoints");

            migrationBuilder.DropTable(
                name: "foundation_countersignatures");

            migrationBuilder.DropTable(
                name: "foundation_ended_sessions");

            migrationBuilder.DropTable(
                name: "foundation_erasure_requests");

            migrationBuilder.DropTable(
                name: "foundation_erasures");

            migrationBuilder.DropTable(
                name: "foundation_files");

            migrationBuilder.DropTable(
                name: "foundation_ledger");

            migrationBuilder.DropTable(
                name: "foundation_ledger_frontiers");

            migrationBuilder.DropTable(
                name: "foundation_ledger_heads");

            migrationBuilder.DropTable(
                name: "foundation_ledger_nodes");

            migrationBuilder.DropTable(
                name: "foundation_ledger_verifications");

            migrationBuilder.DropTable(
                name: "foundation_number_series");

            migrationBuilder.DropTable(
                name: "foundation_organs");

            migrationBuilder.DropTable(
                name: "foundation_outgoing_notices");

            migrationBuilder.DropTable(
                name: "foundation_personal_reads");

            migrationBuilder.DropTable(
                name: "foundation_posts");

            migrationBuilder.DropTable(
                name: "foundation_second_factors");

            migrationBuilder.DropTable(
                name: "foundation_sign_ins");

            migrationBuilder.DropTable(
                name: "foundation_webhook_cursors");

            migrationBuilder.DropTable(
                name: "foundation_webhook_deliveries");

            migrationBuilder.DropTable(
                name: "foundation_webhooks");

            migrationBuilder.DropTable(
                name: "lists_heads");

            migrationBuilder.DropTable(
                name: "lists_powers");

            migrationBuilder.DropTable(
                name: "lists_versions");

            migrationBuilder.DropTable(
                name: "mining_logs");

            migrationBuilder.DropTable(
                name: "plans_balance_runs");

            migrationBuilder.DropTable(
                name: "plans_fund_pools");

            migrationBuilder.DropTable(
                name: "plans_import_batches");

            migrationBuilder.DropTable(
                name: "plans_indicators");

            migrationBuilder.DropTable(
                name: "plans_payments");

            migrationBuilder.DropTable(
                name: "plans_plan_items");

            migrationBuilder.DropTable(
                name: "plans_postings");

            migrationBuilder.DropTable(
                name: "plans_progress_returns");

            migrationBuilder.DropTable(
                name: "plans_projects");

            migrationBuilder.DropTable(
                name: "plans_warnings");

            migrationBuilder.DropTable(
                name: "projects_archive_documents");

            migrationBuilder.DropTable(
                name: "projects_change_requests");

            migrationBuilder.DropTable(
                name: "projects_drafts");

            migrationBuilder.DropTable(
                name: "projects_name_parts");

            migrationBuilder.DropTable(
                name: "projects_projects");

            migrationBuilder.DropTable(
                name: "registers_legal_person_agents");

            migrationBuilder.DropTable(
                name: "reviews_conclusions");

            migrationBuilder.DropTable(
                name: "reviews_findings");

            migrationBuilder.DropTable(
                name: "reviews_opinions");

            migrationBuilder.DropTable(
                name: "reviews_tasks");

            migrationBuilder.DropTable(
                name: "space_blob_chunks");

            migrationBuilder.DropTable(
                name: "space_checks");

            migrationBuilder.DropTable(
                name: "space_impact_rows");

            migrationBuilder.DropTable(
                name: "space_layer_heads");

            migrationBuilder.DropTable(
                name: "space_layer_versions");

            migrationBuilder.DropTable(
                name: "space_run_rows");

            migrationBuilder.DropTable(
                name: "supervision_board_subscriptions");

            migrationBuilder.DropTable(
                name: "supervision_cards");

            migrationBuilder.DropTable(
                name: "supervision_clocks");

            migrationBuilder.DropTable(
                name: "supervision_findings");

            migrationBuilder.DropTable(
                name: "supervision_measures");

            migrationBuilder.DropTable(
                name: "supervision_subscriptions");

            migrationBuilder.DropTable(
                name: "supervision_watches");

            migrationBuilder.DropTable(
                name: "approvals_joint_handlings");

            migrationBuilder.DropTable(
                name: "approvals_stages");

            migrationBuilder.DropTable(
                name: "dispatch_major_projects");

            migrationBuilder.DropTable(
                name: "dispatch_matters");

            migrationBuilder.DropTable(
                name: "foundation_witnesses");

            migrationBuilder.DropTable(
                name: "foundation_notices");

            migrationBuilder.DropTable(
                name: "foundation_people");

            migrationBuilder.DropTable(
                name: "lists_entries");

            migrationBuilder.DropTable(
                name: "plans_plans");

            migrationBuilder.DropTable(
                name: "registers_legal_persons");

            migrationBuilder.DropTable(
                name: "reviews_reviews");

            migrationBuilder.DropTable(
                name: "space_impacts");

            migrationBuilder.DropTable(
                name: "space_runs");
        }
    }
}
