import classes from './chart.module.css';

/** What fills bars besides colour: stripes for `bad`, dots for `warn`, a grid for `idle`. Referred to by {@link fillOf}. */
export function Patterns({ id }: { id: string }) {
  return (
    <defs>
      <pattern
        id={`${id}-bad`}
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="6" height="6" className={classes.badGround} />
        <rect width="2.5" height="6" className={classes.badLine} />
      </pattern>
      <pattern id={`${id}-warn`} width="5" height="5" patternUnits="userSpaceOnUse">
        <rect width="5" height="5" className={classes.warnGround} />
        <circle cx="2.5" cy="2.5" r="1.3" className={classes.warnLine} />
      </pattern>
      <pattern id={`${id}-idle`} width="6" height="6" patternUnits="userSpaceOnUse">
        <rect width="6" height="6" className={classes.idleGround} />
        <path d="M0 3h6M3 0v6" className={classes.idleLine} />
      </pattern>
      <pattern id={`${id}-busy`} width="6" height="6" patternUnits="userSpaceOnUse">
        <rect width="6" height="6" className={classes.busyGround} />
      </pattern>
      <pattern id={`${id}-good`} width="6" height="6" patternUnits="userSpaceOnUse">
        <rect width="6" height="6" className={classes.goodGround} />
      </pattern>
    </defs>
  );
}
