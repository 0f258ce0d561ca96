"""Who does it: what a question of who or of which countries asks the doer of, and whether a sentence tells one."""
