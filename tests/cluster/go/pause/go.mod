module privet.test/cluster/pause

go 1.24
