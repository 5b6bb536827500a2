module registry.example.com/apps/hello

go 1.22
