"""What a sample tells of all there is: intervals of the figures, and how many documents would be enough."""
