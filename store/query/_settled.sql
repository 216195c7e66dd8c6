    dimension = {dimension:String} AND {{held}}
