namespace Tongban.Migrations.Postgres; public static class MigrationsMarker;
