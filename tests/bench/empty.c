/* empty - what starting any program costs: the peer of row P13 */
int
main(void)
{
	return 0;
}
