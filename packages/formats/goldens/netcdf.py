"""Remakes netcdf.json: /usr/bin/python3 goldens/netcdf.py. A file as netCDF4 writes it, with the values it reads."""
import base64
import json
import pathlib
import platform
import tempfile

import netCDF4
import numpy as np

with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder) / 'a.nc'
    with netCDF4.Dataset(path, 'w') as file:
        file.title = 'responses'
        file.createDimension('time', None)
        file.createDimension('unit', 3)
        file.createDimension('label', 2)
        time = file.createVariable('time', 'f8', ('time',))
        time.units = 's'
        rates = file.createVariable('rates', 'i2', ('time', 'unit'), fill_value=-99, zlib=True)
        rates.scale_factor, rates.add_offset = 0.5, 1.0
        time[:] = [0.0, 0.1]
        rates.set_auto_maskandscale(False)
        rates[:] = np.array([[2, 4, -99], [0, -2, 6]])
        # A variable named as a dimension that is not its coordinate, and one of two axes that is.
        file.createVariable('unit', 'i4', ('time',))[:] = [7, 8]
        file.createVariable('label', 'f4', ('label', 'unit'))[:] = np.arange(6).reshape(2, 3)
        names = file.createGroup('inner').createVariable('names', str, ('unit',))
        names[:] = np.array(['a', 'bc', 'd'], object)
    with netCDF4.Dataset(path) as file:
        read = {name: np.ma.filled(file[name][:].astype('f8'), 1e300).ravel().tolist() for name in ['rates', 'unit', 'label', 'time']}
        axes = {name: list(file[name].dimensions) for name in ['rates', 'unit', 'label', 'time', 'inner/names']}
    golden = {
        'generator': 'netCDF4',
        'versions': {'python': platform.python_version(), 'netCDF4': netCDF4.__version__, 'netcdf': netCDF4.__netcdf4libversion__},
        'file': base64.b64encode(path.read_bytes()).decode(),
        'values': read,
        'axes': axes,
    }
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden, indent=1) + '\n')
