(a = {aspect:String} OR endsWith({aspect:String}, '.') AND startsWith(a, {aspect:String}))
