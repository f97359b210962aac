/** Where the Region receives letters. */
export const REGION_ADDRESS = 'Région Hauts-de-France, 151 avenue du Président Hoover, 59555 Lille Cedex'
