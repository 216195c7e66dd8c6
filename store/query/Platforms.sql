-- The spaces in which authors are told apart: the platform, or the source where there is none.
SELECT DISTINCT if(platform != '', platform, toString(source)) FROM mentions ORDER BY 1
