using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tongban.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "foundation_access_tokens",
                columns: table => new
                {
                    digest = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    stamp = table.Column<Guid>(type: "uuid", nullable: false),
                    post_id = table.Column<Guid>(type: "uuid", nullable: true),
                    enterprise = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_access_tokens", x => x.digest);
                });

            migrationBuilder.CreateTable(
                name: "foundation_act_cursors",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_act_cursors", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_answers",
                columns: table => new
                {
                    act_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    command_digest = table.Column<byte[]>(type: "bytea", nullable: false),
                    value = table.Column<string>(type: "text", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_answers", x => x.act_id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_checkpoints",
                columns: table => new
                {
                    size = table.Column<long>(type: "bigint", nullable: false),
                    note = table.Column<string>(type: "text", nullable: false),
                    signed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_checkpoints", x => x.size);
                });

            migrationBuilder.CreateTable(
                name: "foundation_files",
                columns: table => new
                {
                    digest = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    media_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    length = table.Column<long>(type: "bigint", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: true),
                    stored_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_files", x => x.digest);
                });

            migrationBuilder.CreateTable(
                name: "foundation_ledger",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    matter = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    previous_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organ = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    enterprise = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: true),
                    act = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    payload = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_ledger", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_ledger_heads",
                columns: table => new
                {
                    matter = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_ledger_heads", x => x.matter);
                });

            migrationBuilder.CreateTable(
                name: "foundation_ledger_nodes",
                columns: table => new
                {
                    level = table.Column<int>(type: "integer", nullable: false),
                    index = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_ledger_nodes", x => new { x.level, x.index });
                });

            migrationBuilder.CreateTable(
                name: "foundation_notices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    recipient = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    occasion = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    text_zh = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    text_en = table.Column<string>(type: "character varying(600)", maxLength: 600, nullable: false),
                    link = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_notices", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_number_series",
                columns: table => new
                {
                    series = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    last = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_number_series", x => x.series);
                });

            migrationBuilder.CreateTable(
                name: "foundation_organs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    department = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    division = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    name_zh = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    name_en = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_organs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_people",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    display_name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    phone = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    password_hash = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    stamp = table.Column<Guid>(type: "uuid", nullable: false),
                    failed_attempts = table.Column<int>(type: "integer", nullable: false),
                    locked_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    is_disabled = table.Column<bool>(type: "boolean", nullable: false),
                    registered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_foundation_people", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "foundation_outgoing_notices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    notice_id = table.Column<Guid>(type: "uuid", nullable: false),
                    channel = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    address = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    delivered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_failure = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true)
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organ = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    roles = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    to = table.Column<DateOnly>(type: "date", nullable: true)
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

            migrationBuilder.CreateIndex(
                name: "ix_foundation_access_tokens_expires_at",
                table: "foundation_access_tokens",
                column: "expires_at");

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
                name: "ix_foundation_notices_recipient_occasion",
                table: "foundation_notices",
                columns: new[] { "recipient", "occasion" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_foundation_notices_recipient_read_at_id",
                table: "foundation_notices",
                columns: new[] { "recipient", "read_at", "id" });

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
                name: "ix_foundation_outgoing_notices_notice_id",
                table: "foundation_outgoing_notices",
                column: "notice_id");

            migrationBuilder.CreateIndex(
                name: "ix_foundation_people_user_name",
                table: "foundation_people",
                column: "user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_foundation_posts_organ",
                table: "foundation_posts",
                column: "organ");

            migrationBuilder.CreateIndex(
                name: "ix_foundation_posts_person_id",
                table: "foundation_posts",
                column: "person_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "foundation_access_tokens");

            migrationBuilder.DropTable(
                name: "foundation_act_cursors");

            migrationBuilder.DropTable(
                name: "foundation_answers");

            migrationBuilder.DropTable(
                name: "foundation_checkpoints");

            migrationBuilder.DropTable(
                name: "foundation_files");

            migrationBuilder.DropTable(
                name: "foundation_ledger");

            migrationBuilder.DropTable(
                name: "foundation_ledger_heads");

            migrationBuilder.DropTable(
                name: "foundation_ledger_nodes");

            migrationBuilder.DropTable(
                name: "foundation_number_series");

            migrationBuilder.DropTable(
                name: "foundation_organs");

            migrationBuilder.DropTable(
                name: "foundation_outgoing_notices");

            migrationBuilder.DropTable(
                name: "foundation_posts");

            migrationBuilder.DropTable(
                name: "foundation_notices");

            migrationBuilder.DropTable(
                name: "foundation_people");
        }
    }
}
