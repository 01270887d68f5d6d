module flanneld

go 1.19
