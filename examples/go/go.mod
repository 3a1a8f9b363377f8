module example/miniapp

go 1.25
