namespace Tongban.Migrations.Sqlite; public static class MigrationsMarker;
